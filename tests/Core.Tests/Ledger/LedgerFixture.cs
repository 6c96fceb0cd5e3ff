using System.Text;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Tests.Ledger;

/// <summary>Writes sample rows to ledger files and reads histories back in a form that compares by value.</summary>
internal static class LedgerFixture
{
    public static readonly string[] Attributes = ["colour", "note"];

    public static async Task<LedgerContent> WriteAsync(ILedgerStore store, string name, IEnumerable<SampleRow> rows, LedgerWriterOptions? options = null)
    {
        await using var writer = new LedgerWriter(store, name, options ?? new LedgerWriterOptions(), Attributes);
        LedgerAppender appender = writer.CreateAppender();
        foreach (SampleRow row in rows)
        {
            row.AppendTo(appender);
            await appender.FlushIfNeededAsync(TestContext.Current.CancellationToken);
        }
        return await writer.CompleteAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<List<HistoryRecord>> ReadAsync(ILedgerStore store, IReadOnlyList<LedgerFile> files, KeyRange? range = null)
    {
        var histories = new List<HistoryRecord>();
        await using LedgerMerge merge = await LedgerMerge.OpenAsync(store, files, range ?? KeyRange.All, Attributes, TestContext.Current.CancellationToken);
        while (await merge.ReadAsync(TestContext.Current.CancellationToken))
            histories.Add(HistoryRecord.Of(merge.Current));
        return histories;
    }
}

/// <summary>A copy of a history; the text holds every line, at its end the order number.</summary>
internal sealed record HistoryRecord(ulong Key, string Id, int Count, string Lines)
{
    public static HistoryRecord Of(CustomerHistory history)
    {
        var text = new StringBuilder();
        for (int i = 0; i < history.Lines.Length; i++)
        {
            HistoryLine line = history.Lines[i];
            text.Append($"{line.OccurredAtMicros} {line.Amount} {line.Kind} {line.Currency}|{line.Channel}|{line.Product}|{line.Country}|")
                .Append($"{history.Attribute(i, 0)}|{history.Attribute(i, 1)}#{line.Order}\n");
        }
        return new HistoryRecord(history.Key, history.Id, history.Lines.Length, text.ToString());
    }
}
