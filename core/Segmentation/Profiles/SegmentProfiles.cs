using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Segmentation.Profiles;

/// <summary>
/// Who is in a segment: for each scheme and segment the customers by country, channel, top product and any mapped attribute, with
/// their share and its index against all customers. Parts of the base are counted apart and merged; the result depends on neither
/// order nor parts. Not thread-safe.
/// </summary>
public sealed class SegmentProfiles
{
    /// <summary>The most distinct values of a dimension. One with more, as an attribute that is a name, describes nobody and is left out.</summary>
    public const int MaxValues = 10_000;

    private readonly IReadOnlyList<ISegmentationScheme> schemes;
    private readonly int[] offsets;
    private readonly int width;
    private readonly ValueCounts[] counts;

    /// <summary>Starts empty.</summary>
    /// <param name="schemes">The schemes.</param>
    /// <param name="attributes">Names of the mapped attributes to look at.</param>
    public SegmentProfiles(IReadOnlyList<ISegmentationScheme> schemes, IReadOnlyList<string> attributes)
    {
        ArgumentNullException.ThrowIfNull(schemes);
        ArgumentNullException.ThrowIfNull(attributes);
        this.schemes = schemes;
        offsets = new int[schemes.Count];
        for (int s = 0; s < offsets.Length; s++)
        {
            offsets[s] = width;
            width += schemes[s].Segments.Count;
        }
        Dimensions = ["country", "channel", "product", .. attributes];
        counts = [.. Dimensions.Select(_ => new ValueCounts(width))];
    }

    /// <summary>What customers are counted by.</summary>
    public IReadOnlyList<string> Dimensions { get; }

    /// <summary>Counts a customer.</summary>
    /// <param name="segments">Position of its segment in each scheme.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="attributes">Its attributes, in the order of the names given at the start; null where it has none.</param>
    public void Add(ReadOnlySpan<byte> segments, in CustomerSummary customer, ReadOnlySpan<string?> attributes)
    {
        if (segments.Length != schemes.Count || attributes.Length != Dimensions.Count - 3)
            throw new ArgumentException("There is one segment a scheme and one value an attribute.");
        Add(counts[0], segments, customer.Country, customer.NetMoney);
        Add(counts[1], segments, customer.Channel, customer.NetMoney);
        Add(counts[2], segments, customer.TopProduct, customer.NetMoney);
        for (int a = 0; a < attributes.Length; a++)
            Add(counts[3 + a], segments, attributes[a], customer.NetMoney);
    }

    /// <summary>Adds the counts of another part of the base.</summary>
    public void Merge(SegmentProfiles other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.width != width || !other.Dimensions.SequenceEqual(Dimensions))
            throw new ArgumentException("Both parts must have the same schemes and attributes.", nameof(other));
        for (int d = 0; d < counts.Length; d++)
            counts[d].Merge(other.counts[d]);
    }

    /// <summary>The profile of a segment by one dimension: its commonest values.</summary>
    /// <param name="scheme">Position of the scheme.</param>
    /// <param name="segment">Position of the segment.</param>
    /// <param name="dimension">Position in <see cref="Dimensions"/>.</param>
    /// <param name="top">The most values, by falling customers, then by value.</param>
    public DimensionProfile Of(int scheme, int segment, int dimension, int top = 10)
    {
        int at = offsets[scheme] + segment;
        long all = 0, inSegment = 0;
        List<(string? Value, ValueCounts.Cell Own, long Everywhere)> rows = [];
        foreach ((string? value, ValueCounts.Cell[] cells) in counts[dimension].Values)
        {
            long everywhere = 0;
            for (int i = 0; i < schemes[scheme].Segments.Count; i++)
                everywhere += cells[offsets[scheme] + i].Customers;
            all += everywhere;
            inSegment += cells[at].Customers;
            if (cells[at].Customers > 0)
                rows.Add((value, cells[at], everywhere));
        }
        return new DimensionProfile(
            Dimensions[dimension],
            counts[dimension].TooMany,
            rows.Count,
            [.. rows.OrderByDescending(r => r.Own.Customers).ThenBy(r => r.Value, StringComparer.Ordinal).Take(top).Select(r =>
            {
                double share = (double)r.Own.Customers / inSegment;
                return new ValueProfile(r.Value, r.Own.Customers, new Money(r.Own.NetMoney), share, share / ((double)r.Everywhere / all));
            })]);
    }

    private void Add(ValueCounts dimension, ReadOnlySpan<byte> segments, string? value, long netMoney)
    {
        if (dimension.Of(value) is not { } cells)
            return;
        for (int s = 0; s < offsets.Length; s++)
        {
            ref ValueCounts.Cell cell = ref cells[offsets[s] + segments[s]];
            cell.Customers++;
            cell.NetMoney += netMoney;
        }
    }
}

/// <summary>A segment by one dimension.</summary>
/// <param name="Dimension"><c>country</c>, <c>channel</c>, <c>product</c>, or an attribute's name.</param>
/// <param name="TooManyValues">Whether the dimension has more values than are counted; it then has no values here.</param>
/// <param name="DistinctValues">Distinct values within the segment, customers without one counted as one more.</param>
/// <param name="Values">The commonest.</param>
public sealed record DimensionProfile(string Dimension, bool TooManyValues, int DistinctValues, IReadOnlyList<ValueProfile> Values);

/// <summary>One value of a dimension within a segment.</summary>
/// <param name="Value">The value; null for customers without one.</param>
/// <param name="Customers">Customers of the segment that have it.</param>
/// <param name="NetMoney">Their net money.</param>
/// <param name="Share">Their share of the segment, 0 to 1.</param>
/// <param name="Lift">That share ÷ the value's share of all customers: 1 is as everywhere, 2 twice as common.</param>
public sealed record ValueProfile(string? Value, long Customers, Money NetMoney, double Share, double Lift);
