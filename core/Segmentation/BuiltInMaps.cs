using System.Collections.Concurrent;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>The segment maps that ship with the library.</summary>
public static class BuiltInMaps
{
    private static readonly ConcurrentDictionary<string, SegmentMap> Read = new(StringComparer.Ordinal);

    /// <summary>
    /// Names of the maps: <c>rfm11</c> (Champions to Lost, 125 cells), <c>rfm10</c> (the ranges of R's <c>rfm</c> package and
    /// Putler), <c>rfm6</c> (six groups as Klaviyo names them), <c>shopify</c> (R by (F + M) ÷ 2).
    /// </summary>
    public static IReadOnlyList<string> Names { get; } = ["rfm11", "rfm10", "rfm6", "shopify"];

    /// <summary>A map by its name.</summary>
    /// <exception cref="ArgumentException">There is no such map.</exception>
    public static SegmentMap Get(string name)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
            throw new ArgumentException($"There is no map '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
        return Read.GetOrAdd(name, static n => SegmentMap.Parse(EmbeddedJson.Read($"Maps.{n}.json"), n));
    }
}
