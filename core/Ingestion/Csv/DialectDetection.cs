namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>Finds line end and delimiter from the beginning of a text.</summary>
internal static class DialectDetection
{
    private const int RecordsJudged = 200;
    private const double ShareOfBlankSeparated = 90;

    private static ReadOnlySpan<byte> Candidates => ",;\t|"u8;

    /// <summary>The dialect of a text whose delimiter may be known.</summary>
    public static CsvDialect Find(ReadOnlySpan<byte> text, byte? delimiter, int maxRecordBytes) =>
        delimiter is { } known ? new CsvDialect(known, LineEndOf(text)) { HasTabsBehindFields = known != (byte)'\t' && AreTabsBehindFields(text) } : Detect(text, maxRecordBytes);

    /// <summary>
    /// The line end: carriage return where more of them are without a line feed than there are line feeds, so that a stray line feed
    /// does not make one row of many.
    /// </summary>
    private static byte LineEndOf(ReadOnlySpan<byte> sample)
    {
        int alone = sample.Count((byte)'\r') - sample.Count("\r\n"u8);
        bool isReturn = alone > 0 && (!sample.Contains((byte)'\n') || ReturnsBeyondFeeds(sample) > 0);
        return isReturn ? (byte)'\r' : (byte)'\n';
    }

    // Within quotes neither ends a line: a column of addresses may hold more of them than there are rows.
    private static int ReturnsBeyondFeeds(ReadOnlySpan<byte> sample)
    {
        int beyond = 0;
        bool isQuoted = false;
        byte before = (byte)'\n';
        for (int at = sample.IndexOfAny("\r\n\""u8); at >= 0; at = sample.IndexOfAny("\r\n\""u8))
        {
            byte found = sample[at];
            before = at > 0 ? sample[at - 1] : before;
            sample = sample[(at + 1)..];
            // An inch sign within a field opens nothing.
            if (found == (byte)'"')
                isQuoted = !isQuoted && before is (byte)',' or (byte)';' or (byte)'\t' or (byte)'|' or (byte)'\r' or (byte)'\n';
            else if (found == (byte)'\n' && !isQuoted)
                beyond--;
            else if (!isQuoted && !sample.StartsWith((byte)'\n'))
                beyond++;
            before = found;
        }
        return beyond;
    }

    /// <summary>
    /// The delimiter by which most records have as many fields as the first, and the more fields the better. Where none separates
    /// anything it is runs of blanks, if they cut nearly all records alike, and else a comma.
    /// </summary>
    public static CsvDialect Detect(ReadOnlySpan<byte> sample, int maxRecordBytes)
    {
        byte lineEnd = LineEndOf(sample);
        var best = new CsvDialect((byte)',', lineEnd);
        double bestScore = 0;
        bool hasTabs = AreTabsBehindFields(sample);
        byte[] copy = sample.ToArray();
        foreach (byte delimiter in Candidates)
        {
            if (delimiter == (byte)'\t' && hasTabs)
                continue;
            var dialect = new CsvDialect(delimiter, lineEnd) { HasTabsBehindFields = hasTabs };
            double score = ScoreOf(copy, dialect, maxRecordBytes);
            if (score > bestScore)
                (best, bestScore) = (dialect, score);
        }
        var blanks = new CsvDialect((byte)' ', lineEnd);
        return bestScore == 0 && ScoreOf(copy, blanks, maxRecordBytes) >= ShareOfBlankSeparated ? blanks : best;
    }

    /// <summary>The delimiter that a first line such as <c>sep=;</c> names, as Excel understands it; null where there is none.</summary>
    /// <param name="sample">The beginning of the text.</param>
    /// <param name="length">Bytes of that line with its end.</param>
    public static byte? Named(ReadOnlySpan<byte> sample, out int length)
    {
        length = 0;
        if (sample.Length < 6 || !System.Text.Ascii.EqualsIgnoreCase(sample[..4], "sep="u8) || sample[5] is not ((byte)'\r' or (byte)'\n'))
            return null;
        int end = sample[5..].IndexOfAnyExcept((byte)'\r');
        length = end >= 0 && sample[5 + end] == (byte)'\n' ? 5 + end + 1 : 6;
        return sample[4];
    }

    // Of one stray tab nothing follows, and rows without them are read faster.
    private static bool AreTabsBehindFields(ReadOnlySpan<byte> sample)
    {
        int tabs = sample.Count((byte)'\t'), behind = sample.EndsWith((byte)'\t') ? 1 : 0;
        foreach (byte next in ",;|\r\n"u8)
            behind += tabs > 0 ? sample.Count([(byte)'\t', next]) : 0;
        return tabs > 0 && behind == tabs && tabs * 2 >= sample.Count(LineEndOf(sample));
    }

    private static double ScoreOf(byte[] sample, CsvDialect dialect, int maxRecordBytes)
    {
        var records = new CsvRecords(sample, 1, dialect, maxRecordBytes, [], []);
        int width = 0;
        int same = 0;
        int all = 0;
        while (all < RecordsJudged && records.MoveNext())
        {
            all++;
            if (all == 1)
                width = records.FieldCount;
            same += records.FieldCount == width ? 1 : 0;
        }
        return width < 2 ? 0 : (double)same / all * 100 + Math.Min(width, 99) / 100.0;
    }
}
