namespace ServerlessSeg.Core.Segmentation;

/// <summary>A segment map as written in JSON. Either every segment lists its cells, or segments have ranges and the first match wins.</summary>
public sealed record SegmentMapDocument
{
    /// <summary>Score levels that the map is written for, 3 to 9 where cells are listed, up to 10 with ranges.</summary>
    public int Levels { get; set; } = 5;

    /// <summary>The segments; with ranges, in the order in which they are tried.</summary>
    public IReadOnlyList<SegmentMapEntry> Segments { get; set; } = [];
}

/// <summary>A segment of a map as written in JSON.</summary>
public sealed record SegmentMapEntry
{
    /// <summary>Stable name in PascalCase.</summary>
    public string Code { get; set; } = "";

    /// <summary>Name to show.</summary>
    public string English { get; set; } = "";

    /// <summary>Name to show in Chinese.</summary>
    public string Chinese { get; set; } = "";

    /// <summary>Who is in it.</summary>
    public string Meaning { get; set; } = "";

    /// <summary>The cells, each three digits for R, F and M: <c>"555 554"</c> separated by blanks.</summary>
    public string? Cells { get; set; }

    /// <summary>Ranges of scores, any of which matches.</summary>
    public IReadOnlyList<SegmentMapRange>? Ranges { get; set; }

    /// <summary>Takes every cell that no earlier segment took.</summary>
    public bool Otherwise { get; set; }
}

/// <summary>A box of scores, ends included; an axis left out matches every score.</summary>
public sealed record SegmentMapRange
{
    /// <summary>Lowest and highest R.</summary>
    public IReadOnlyList<double>? R { get; set; }

    /// <summary>Lowest and highest F.</summary>
    public IReadOnlyList<double>? F { get; set; }

    /// <summary>Lowest and highest M.</summary>
    public IReadOnlyList<double>? M { get; set; }

    /// <summary>Lowest and highest (F + M) ÷ 2, in steps of one half.</summary>
    public IReadOnlyList<double>? FM { get; set; }
}
