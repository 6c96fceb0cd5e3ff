namespace ServerlessSeg.Benchmarks.Generation;

/// <summary>What is generated.</summary>
/// <param name="Rows">Rows, not counting the header.</param>
/// <param name="Customers">Customers; each has at least one row.</param>
internal sealed record GenerationOptions(long Rows, int Customers)
{
    public ulong Seed { get; init; } = 1;

    /// <summary>Days that the rows spread over, ending with 2025-12-31.</summary>
    public int Days { get; init; } = 730;

    /// <summary>Share of rows that are refunds, lack a customer, or cannot be read: a third of it each.</summary>
    public double FlawShare { get; init; }
}
