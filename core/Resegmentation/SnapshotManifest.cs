namespace ServerlessSeg.Core.Resegmentation;

/// <summary>What a reader must know to read a snapshot. It holds nothing of when or where it was made: equal inputs give equal manifests.</summary>
public sealed record SnapshotManifest
{
    /// <summary>The run, as <see cref="RunId"/> writes it.</summary>
    public required string Run { get; init; }

    /// <summary>The last date that counts.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>ISO 4217 code of all money, or null where the exports name none.</summary>
    public required string? Currency { get; init; }

    /// <summary>Customers in the snapshot.</summary>
    public required int Customers { get; init; }

    /// <summary>Customers with at least one purchase.</summary>
    public required int Buyers { get; init; }

    /// <summary>Pages that the customers are stored in.</summary>
    public required int Pages { get; init; }

    /// <summary>The schemes in the order of <see cref="CustomerRecord.Segments"/>.</summary>
    public required IReadOnlyList<SchemeSegments> Schemes { get; init; }

    /// <summary>The earlier snapshot that <see cref="CustomerRecord.Previous"/> speaks of; null where there was none.</summary>
    public PreviousSnapshot? Previous { get; init; }

    /// <summary>What was read.</summary>
    public required ManifestTotals Totals { get; init; }

    /// <summary>The options of the run.</summary>
    public required ResegmentationOptions Options { get; init; }

    /// <summary>The configuration of the segmentation; null for the defaults. What was found with it is <see cref="SnapshotParameters.ParametersFile"/>.</summary>
    public SegmentationSettings? Segmentation { get; init; }

    /// <summary>Findings that a reader should see, such as tied quantiles or overlapping files.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Position of a scheme, or -1.</summary>
    public int SchemeIndex(string name)
    {
        for (int i = 0; i < Schemes.Count; i++)
        {
            if (string.Equals(Schemes[i].Name, name, StringComparison.OrdinalIgnoreCase))
                return i;
        }
        return -1;
    }
}

/// <summary>A scheme and the codes of its segments.</summary>
public sealed record SchemeSegments(string Name, IReadOnlyList<string> Segments);

/// <summary>An earlier snapshot and the codes of its schemes.</summary>
public sealed record PreviousSnapshot(string Run, DateOnly AsOf, IReadOnlyList<SchemeSegments> Schemes);

/// <summary>Ledger totals as plain numbers; money is exact.</summary>
public sealed record ManifestTotals(
    long PurchaseLines, long RefundLines, long FreeLines, long DuplicateLines,
    decimal Purchases, decimal Refunds, decimal Net, DateOnly? FirstDay, DateOnly? LastDay)
{
    /// <summary>Refund lines with the id of an order that was bought; the others are unmatched and lower money only.</summary>
    public long MatchedRefundLines { get; init; }

    /// <summary>Money of the matched refunds, zero or below.</summary>
    public decimal MatchedRefunds { get; init; }
}
