using System.Text.Json;
using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>Reads a map and checks that it puts every cell into exactly one segment, naming all errors together.</summary>
internal static class SegmentMapReader
{
    private const byte Free = byte.MaxValue;
    private const int MaxNamed = 12;

    public static SegmentMap Read(ReadOnlySpan<byte> json, string name)
    {
        SegmentMapDocument document;
        try
        {
            document = JsonSerializer.Deserialize(json, SegmentationJson.Default.SegmentMapDocument)
                ?? throw new SegmentationConfigurationException([$"Map '{name}' is empty."]);
        }
        catch (JsonException fault)
        {
            throw new SegmentationConfigurationException([$"Map '{name}' is not readable: {fault.Message}"]);
        }
        // Annotations of nullability are not looked at inside of lists.
        if (document.Segments.Any(static entry => entry is null || (entry.Ranges?.Any(static range => range is null) ?? false)))
            throw new SegmentationConfigurationException([$"Map '{name}': a segment or a range is null."]);
        List<string> errors = [];
        byte[] cells = Fill(document, name, errors);
        if (errors.Count > 0)
            throw new SegmentationConfigurationException(errors);
        return new SegmentMap(
            name,
            document.Levels,
            [.. document.Segments.Select(s => new SegmentDefinition(s.Code, s.English, s.Chinese, s.Meaning)), SegmentDefinition.NoPurchase],
            [.. document.Segments.Select(RuleText)],
            cells);
    }

    private static byte[] Fill(SegmentMapDocument document, string name, List<string> errors)
    {
        int levels = document.Levels;
        if (levels is < CutPoints.MinLevels or > CutPoints.MaxLevels)
        {
            errors.Add($"Map '{name}': levels is {levels}; it is {CutPoints.MinLevels} to {CutPoints.MaxLevels}.");
            return [];
        }
        CheckSegments(document, name, errors);
        byte[] cells = new byte[levels * levels * levels];
        Array.Fill(cells, Free);
        for (int i = 0; i < document.Segments.Count; i++)
            Claim(document, i, name, cells, errors);
        List<string> unclaimed = [.. All(levels).Where(c => cells[SegmentMap.IndexOf(c, levels)] == Free).Select(c => c.Cell)];
        if (unclaimed.Count > 0)
            errors.Add($"Map '{name}': {unclaimed.Count} cells are in no segment: {Some(unclaimed)}.");
        return cells;
    }

    private static void CheckSegments(SegmentMapDocument document, string name, List<string> errors)
    {
        if (document.Segments.Count is 0 or > 100)
            errors.Add($"Map '{name}' has {document.Segments.Count} segments; it needs 1 to 100.");
        foreach (SegmentMapEntry entry in document.Segments)
        {
            if (entry.Code.Length == 0 || !char.IsAsciiLetterUpper(entry.Code[0]) || !entry.Code.All(char.IsAsciiLetterOrDigit))
                errors.Add($"Map '{name}': code '{entry.Code}' must be letters and digits, starting with a capital.");
            if (entry.Code == SegmentDefinition.NoPurchase.Code)
                errors.Add($"Map '{name}': the code '{entry.Code}' is reserved.");
            if (entry.English.Length == 0)
                errors.Add($"Map '{name}': segment '{entry.Code}' has no English name.");
            int ways = (entry.Cells is null ? 0 : 1) + (entry.Ranges is null ? 0 : 1) + (entry.Otherwise ? 1 : 0);
            if (ways != 1)
                errors.Add($"Map '{name}': segment '{entry.Code}' must have one of cells, ranges and otherwise.");
        }
        foreach (string code in document.Segments.GroupBy(s => s.Code, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key))
            errors.Add($"Map '{name}': the code '{code}' is used twice.");
    }

    private static void Claim(SegmentMapDocument document, int segment, string name, byte[] cells, List<string> errors)
    {
        SegmentMapEntry entry = document.Segments[segment];
        List<string> taken = [];
        foreach (string text in entry.Cells?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (Cell(text, document.Levels) is not { } cell)
            {
                errors.Add($"Map '{name}': '{text}' in '{entry.Code}' is not a cell of three scores from 1 to {document.Levels}.");
                continue;
            }
            ref byte owner = ref cells[SegmentMap.IndexOf(cell, document.Levels)];
            if (owner != Free)
                taken.Add($"{text} (also in '{document.Segments[owner].Code}')");
            else
                owner = (byte)segment;
        }
        if (taken.Count > 0)
            errors.Add($"Map '{name}': cells of '{entry.Code}' are in two segments: {Some(taken)}.");
        foreach (SegmentMapRange range in entry.Ranges ?? [])
            foreach ((string axis, IReadOnlyList<double>? ends) in Axes(range))
                if (ends is not null && !(ends.Count == 2 && ends[0] <= ends[1]))
                    errors.Add($"Map '{name}': range {axis} of '{entry.Code}' must be two numbers, the lower one first.");
        if (errors.Count > 0 || entry.Cells is not null)
            return;
        foreach (RfmScore cell in All(document.Levels))
        {
            ref byte owner = ref cells[SegmentMap.IndexOf(cell, document.Levels)];
            if (owner == Free && (entry.Otherwise || entry.Ranges!.Any(range => Matches(range, cell))))
                owner = (byte)segment;
        }
    }

    private static (string Axis, IReadOnlyList<double>? Ends)[] Axes(SegmentMapRange range) =>
        [("r", range.R), ("f", range.F), ("m", range.M), ("fm", range.FM)];

    private static bool Matches(SegmentMapRange range, RfmScore cell) =>
        Within(range.R, cell.R) && Within(range.F, cell.F) && Within(range.M, cell.M) && Within(range.FM, (cell.F + cell.M) / 2.0);

    private static bool Within(IReadOnlyList<double>? ends, double score) => ends is null || (score >= ends[0] && score <= ends[1]);

    private static RfmScore? Cell(string text, int levels)
    {
        if (text.Length != 3 || text.Any(c => c < '1' || c > '0' + Math.Min(levels, 9)))
            return null;
        return new RfmScore((byte)(text[0] - '0'), (byte)(text[1] - '0'), (byte)(text[2] - '0'));
    }

    private static IEnumerable<RfmScore> All(int levels) =>
        from r in Enumerable.Range(1, levels)
        from f in Enumerable.Range(1, levels)
        from m in Enumerable.Range(1, levels)
        select new RfmScore((byte)r, (byte)f, (byte)m);

    private static string Some(List<string> items) =>
        string.Join(", ", items.Take(MaxNamed)) + (items.Count > MaxNamed ? $" and {items.Count - MaxNamed} more" : "");

    private static string RuleText(SegmentMapEntry entry)
    {
        if (entry.Cells is not null)
            return $"The cell is one of {entry.Cells}.";
        if (entry.Otherwise)
            return "No earlier segment of the map takes the cell.";
        IEnumerable<string> boxes = entry.Ranges!.Select(range => string.Join(", ", Axes(range)
            .Where(a => a.Ends is not null)
            .Select(a => FormattableString.Invariant($"{(a.Axis == "fm" ? "(F+M)/2" : a.Axis.ToUpperInvariant())} {a.Ends![0]} to {a.Ends[1]}"))));
        return $"The first segment of the map that matches: {string.Join("; or ", boxes)}.";
    }
}
