using System.Text;
using System.Text.Json;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// Reads <c>economics.json</c>: margin rate, acquisition cost and annual service cost in general, of <c>channels</c> by name, and of <c>segments</c> by scheme and code. A file with
/// five mistakes is answered with five sentences.
/// </summary>
public static class EconomicsFile
{
    private const string Name = "economics.json";
    private const string MarginRate = "marginRate";
    private const string AcquisitionCost = "acquisitionCost";
    private const string AnnualServiceCost = "annualServiceCost";

    // The codes of clusters are found anew in each run.
    private const string ChangingScheme = "cluster";

    /// <summary>Reads the file.</summary>
    /// <param name="json">Its content.</param>
    /// <param name="marginRate">The margin rate that holds where the file gives none.</param>
    /// <exception cref="RunRefusedException">The file cannot be used; every error is named.</exception>
    public static CustomerRates Parse(string json, double marginRate)
    {
        ArgumentNullException.ThrowIfNull(json);
        List<string> errors = [];
        var rates = new CustomerRates { MarginRate = marginRate };
        try
        {
            using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            rates = Read(document.RootElement, marginRate, errors);
        }
        catch (JsonException fault)
        {
            errors.Add($"is not readable: {fault.Message}");
        }
        errors.AddRange(rates.Errors());
        return errors.Count == 0 ? rates
            : throw new RunRefusedException($"{Name} cannot be used:" + string.Concat(errors.Select(static error => "\n- " + error)));
    }

    /// <summary>One sentence for each segment that the rates name and the schemes do not have. Clusters may come and go.</summary>
    public static IReadOnlyList<string> Unknown(CustomerRates rates, IReadOnlyList<ISegmentationScheme> schemes)
    {
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentNullException.ThrowIfNull(schemes);
        HashSet<string> known = [.. schemes.SelectMany(static scheme => scheme.Segments.Select(segment => CustomerEconomics.KeyOf(scheme.Name, segment.Code)))];
        return
        [
            .. rates.BySegment.Keys.Where(key => !known.Contains(key) && !key.StartsWith(ChangingScheme + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                .Select(static key => $"{Name}: there is no segment '{key}'."),
        ];
    }

    private static CustomerRates Read(JsonElement root, double marginRate, List<string> errors)
    {
        var channels = new SortedDictionary<string, ValueOverride>(StringComparer.Ordinal);
        var segments = new SortedDictionary<string, ValueOverride>(StringComparer.Ordinal);
        ValueOverride general = Figures(root, "", errors, member =>
        {
            if (member.Name == "channels")
            {
                foreach (JsonProperty channel in Members(member.Value, member.Name, errors))
                    channels[channel.Name] = Figures(channel.Value, $"channels.{channel.Name}", errors, null);
                return true;
            }
            if (member.Name != "segments")
                return false;
            foreach (JsonProperty scheme in Members(member.Value, member.Name, errors))
            {
                if (!SegmentationCatalogue.Names.Contains(scheme.Name, StringComparer.Ordinal))
                    errors.Add($"segments.{scheme.Name} is no scheme; there are {string.Join(", ", SegmentationCatalogue.Names)}.");
                foreach (JsonProperty segment in Members(scheme.Value, $"segments.{scheme.Name}", errors))
                    segments[CustomerEconomics.KeyOf(scheme.Name, segment.Name)] = Figures(segment.Value, $"segments.{scheme.Name}.{segment.Name}", errors, null);
            }
            return true;
        });
        return new CustomerRates
        {
            MarginRate = general.MarginRate ?? marginRate,
            AcquisitionCost = general.AcquisitionCost ?? 0,
            AnnualServiceCost = general.AnnualServiceCost ?? 0,
            ByChannel = channels,
            BySegment = segments,
        };
    }

    /// <summary>The three figures of an object; <paramref name="other"/> takes the members that are none of them.</summary>
    private static ValueOverride Figures(JsonElement element, string place, List<string> errors, Func<JsonProperty, bool>? other)
    {
        Dictionary<string, double> figures = new(StringComparer.Ordinal);
        foreach (JsonProperty member in Members(element, place, errors))
        {
            string name = place.Length == 0 ? member.Name : $"{place}.{member.Name}";
            if (member.Name is MarginRate or AcquisitionCost or AnnualServiceCost)
            {
                if (member.Value.ValueKind != JsonValueKind.Number || !figures.TryAdd(member.Name, member.Value.GetDouble()))
                    errors.Add($"{name} must be one number; it is {member.Value.GetRawText()}.");
            }
            else if (other?.Invoke(member) != true)
            {
                errors.Add($"{name} is not known; there are {MarginRate}, {AcquisitionCost}, {AnnualServiceCost}{(other is null ? "" : ", channels, segments")}.");
            }
        }
        return new ValueOverride(Of(MarginRate), Of(AcquisitionCost), Of(AnnualServiceCost));

        double? Of(string name) => figures.TryGetValue(name, out double value) ? value : null;
    }

    private static JsonProperty[] Members(JsonElement element, string place, List<string> errors)
    {
        if (element.ValueKind == JsonValueKind.Object)
            return [.. element.EnumerateObject()];
        errors.Add($"{(place.Length == 0 ? "The content" : place)} must be an object.");
        return [];
    }
}
