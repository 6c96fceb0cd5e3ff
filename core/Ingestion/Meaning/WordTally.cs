namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>Rows and money of one word of a status column that did not simply count.</summary>
internal sealed class WordTally(string column, string word, RowVerdict verdict)
{
    /// <summary>Name of the column.</summary>
    public string Column => column;

    /// <summary>The word as it is written.</summary>
    public string Word => word;

    /// <summary>What it says.</summary>
    public RowVerdict Verdict => verdict;

    /// <summary>Rows that say it.</summary>
    public long Rows { get; private set; }

    /// <summary>Their money in ten-thousandths, as far as it can be read.</summary>
    public Int128 Money { get; private set; }

    /// <summary>Those among the rows that have money.</summary>
    public long RowsWithMoney { get; private set; }

    /// <summary>Counts a row.</summary>
    public void Add(long? amount)
    {
        Rows++;
        Money += amount ?? 0;
        RowsWithMoney += amount is null or 0 ? 0 : 1;
    }

    /// <summary>Counts what another thread counted.</summary>
    public void Add(WordTally other)
    {
        Rows += other.Rows;
        Money += other.Money;
        RowsWithMoney += other.RowsWithMoney;
    }
}

/// <summary>The words of status columns that did not simply count.</summary>
internal sealed class WordTallies
{
    private const int LongestWord = 60;
    private readonly Dictionary<(string Column, string Word), WordTally> words = [];

    /// <summary>All of them, those of most money first.</summary>
    public IEnumerable<WordTally> All => words.Values.OrderByDescending(static word => Int128.Abs(word.Money)).ThenByDescending(static word => word.Rows).ThenBy(static word => word.Column, StringComparer.Ordinal).ThenBy(static word => word.Word, StringComparer.Ordinal);

    /// <summary>Counts a row.</summary>
    public void Add(StatusColumn column, ReadOnlySpan<byte> cell, RowVerdict verdict, long? amount) =>
        Of(column.Name, column.Form == StatusForm.Filled ? "" : Shortened(System.Text.Encoding.UTF8.GetString(cell).Trim()), verdict).Add(amount);

    /// <summary>Counts what another thread counted.</summary>
    public void Add(WordTallies others)
    {
        foreach (WordTally other in others.words.Values)
            Of(other.Column, other.Word, other.Verdict).Add(other);
    }

    private WordTally Of(string column, string word, RowVerdict verdict)
    {
        if (!words.TryGetValue((column, word), out WordTally? tally))
            words.Add((column, word), tally = new WordTally(column, word, verdict));
        return tally;
    }

    private static string Shortened(string word) => word.Length <= LongestWord ? word : string.Concat(word.AsSpan(0, char.IsHighSurrogate(word[LongestWord - 1]) ? LongestWord - 1 : LongestWord), "…");
}
