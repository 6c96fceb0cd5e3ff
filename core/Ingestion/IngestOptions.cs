using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>Limits and resources of an ingest. Immutable; <see cref="Validate"/> names every contradiction at once.</summary>
public sealed record IngestOptions
{
    /// <summary>The defaults.</summary>
    public static IngestOptions Default { get; } = new();

    /// <summary>Longest customer id in UTF-8 bytes, 1 to <see cref="CustomerKey.MaxIdBytes"/>.</summary>
    public int MaxCustomerIdBytes { get; init; } = CustomerKey.MaxIdBytes;

    /// <summary>Longest order id, product, channel, country or attribute in UTF-8 bytes, 1 to 65,535.</summary>
    public int MaxTextBytes { get; init; } = 1024;

    /// <summary>Longest record in bytes, 1,024 or more. A quoted field that is still open after that many bytes is taken as unbalanced.</summary>
    public int MaxRecordBytes { get; init; } = 1 << 20;

    /// <summary>Earliest accepted instant; placeholders such as 1900-01-01 fall below it.</summary>
    public DateTimeOffset EarliestInstant { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>How far beyond the start of the batch an instant may lie, for clocks and time zones that differ. 0 or more.</summary>
    public TimeSpan FutureTolerance { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Time zone of dates that carry no offset, unless the mapping names one. IANA or Windows name.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Share of rejected rows, 0 to 1, above which the batch is held instead of committed. Rows without a customer do not count here.</summary>
    public double MaxRejectRate { get; init; } = 0.5;

    /// <summary>Bytes of a refused value that are kept, 16 to 4,096.</summary>
    public int MaxRejectValueBytes { get; init; } = 200;

    /// <summary>Refused rows of a batch that are listed, 0 or more; those beyond it are counted and not listed.</summary>
    public long MaxListedRejects { get; init; } = 100_000;

    /// <summary>Rows of a file, 1 or more; a file with more is quarantined.</summary>
    public long MaxRows { get; init; } = 1_000_000_000;

    /// <summary>Bytes that a compressed text may expand to, 1,048,576 or more; a file with more is quarantined.</summary>
    public long MaxExpandedBytes { get; init; } = 256L << 30;

    /// <summary>Threads that parse, 1 to 256.</summary>
    public int Workers { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 16);

    /// <summary>Bytes of text one worker takes at a time, 1 or more. It never changes a result.</summary>
    public int ChunkBytes { get; init; } = 1 << 20;

    /// <summary>Bytes the ledger writer may hold before it writes a sorted run, 16 MB or more.</summary>
    public long MemoryBudgetBytes { get; init; } = 192L << 20;

    /// <summary>Bytes from the beginning of a file that the header, mapping and styles are first judged by. 1,024 or more.</summary>
    public int SampleBytes { get; init; } = 1 << 18;

    /// <summary>Checks all values together.</summary>
    /// <exception cref="ArgumentException">One or more values are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        var errors = new List<string>();
        Check(MaxCustomerIdBytes is >= 1 and <= CustomerKey.MaxIdBytes, $"{nameof(MaxCustomerIdBytes)} must be 1 to {CustomerKey.MaxIdBytes}");
        Check(MaxTextBytes is >= 1 and <= ushort.MaxValue, $"{nameof(MaxTextBytes)} must be 1 to 65,535");
        Check(MaxRecordBytes is >= 1024 and <= 1 << 28, $"{nameof(MaxRecordBytes)} must be 1,024 to 268,435,456");
        Check(FutureTolerance >= TimeSpan.Zero, $"{nameof(FutureTolerance)} must not be negative");
        Check(MaxRejectRate is >= 0 and <= 1, $"{nameof(MaxRejectRate)} must be 0 to 1");
        Check(MaxRejectValueBytes is >= 16 and <= 4096, $"{nameof(MaxRejectValueBytes)} must be 16 to 4,096");
        Check(MaxListedRejects >= 0, $"{nameof(MaxListedRejects)} must not be negative");
        Check(MaxRows >= 1, $"{nameof(MaxRows)} must be 1 or more");
        Check(MaxExpandedBytes >= 1 << 20, $"{nameof(MaxExpandedBytes)} must be 1,048,576 or more");
        Check(Workers is >= 1 and <= 256, $"{nameof(Workers)} must be 1 to 256");
        Check(ChunkBytes is >= 1 and <= 1 << 28, $"{nameof(ChunkBytes)} must be 1 to 268,435,456");
        Check(MemoryBudgetBytes >= 16L << 20, $"{nameof(MemoryBudgetBytes)} must be 16 MB or more");
        Check(SampleBytes is >= 1024 and <= 1 << 28, $"{nameof(SampleBytes)} must be 1,024 to 268,435,456");
        Check(TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _), $"{nameof(TimeZone)} '{TimeZone}' is not known");
        if (errors.Count > 0)
            throw new ArgumentException("Ingest options: " + string.Join("; ", errors) + ".");

        void Check(bool ok, string error)
        {
            if (!ok)
                errors.Add(error);
        }
    }
}
