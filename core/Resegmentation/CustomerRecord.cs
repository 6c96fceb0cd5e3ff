namespace ServerlessSeg.Core.Resegmentation;

/// <summary>What a snapshot says of one customer. Segments are positions in the manifest's lists, one a scheme and in its order.</summary>
public sealed record CustomerRecord
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>Whole days from the last purchase to the as-of date; -1 for a customer who never bought.</summary>
    public required int RecencyDays { get; init; }

    /// <summary>Frequency as RFM counts it here, 0 for a customer who never bought.</summary>
    public required int Frequency { get; init; }

    /// <summary>RFM's money in ten-thousandths.</summary>
    public required long Monetary { get; init; }

    /// <summary>Net money of all time in ten-thousandths.</summary>
    public required long NetMoney { get; init; }

    /// <summary>Margin of all time less what the customer cost to win, in ten-thousandths; null in a snapshot of an older layout.</summary>
    public long? HistoricMargin { get; init; }

    /// <summary>Recency score, 1 worst; 0 for a customer who never bought.</summary>
    public required byte R { get; init; }

    /// <summary>Frequency score.</summary>
    public required byte F { get; init; }

    /// <summary>Money score.</summary>
    public required byte M { get; init; }

    /// <summary>Segment of each scheme.</summary>
    public required byte[] Segments { get; init; }

    /// <summary>Predictions.</summary>
    public required ClvEstimate Clv { get; init; }

    /// <summary>What the schemes looked at; null in a snapshot of an older layout.</summary>
    public StoredFacts? Facts { get; init; }

    /// <summary>Segment of each scheme in the earlier snapshot that the manifest names; 255 where the customer was not in it.</summary>
    public byte[] Previous { get; init; } = [];
}
