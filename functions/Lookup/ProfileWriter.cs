using System.Globalization;
using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Turns a stored record into the profile that the API serves.</summary>
public sealed class ProfileWriter(SegmentAdvice advice)
{
    private readonly ConditionalWeakTable<SnapshotManifest, RfmOptions> _rfm = [];

    /// <summary>The profile of a customer of the snapshot that <paramref name="manifest"/> describes.</summary>
    public CustomerResponse Write(SnapshotManifest manifest, CustomerRecord customer)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(customer);
        Dictionary<string, string> segments = Named(manifest.Schemes, customer.Segments);
        return new CustomerResponse
        {
            CustomerId = customer.Id,
            Snapshot = manifest.Run,
            AsOf = manifest.AsOf,
            Currency = manifest.Currency,
            Rfm = customer.RecencyDays < 0 ? null : Rfm(manifest, customer),
            Segments = segments,
            Clv = Clv(manifest, customer),
            Previous = Previous(manifest, customer),
            Action = segments.TryGetValue(SegmentAdvice.LeadingScheme, out string? leading) ? advice.For(manifest, SegmentAdvice.LeadingScheme, leading) : null,
        };
    }

    private RfmResponse Rfm(SnapshotManifest manifest, CustomerRecord customer)
    {
        RfmOptions options = _rfm.GetValue(manifest, static snapshot => snapshot.Segmentation?.ToOptions().Rfm ?? new RfmOptions());
        var score = new RfmScore(customer.R, customer.F, customer.M);
        return new RfmResponse(
            customer.RecencyDays, customer.Frequency, ToDecimal(customer.Monetary), customer.R, customer.F, customer.M, score.Cell, Math.Round(score.Weighted(options), 4));
    }

    private static Dictionary<string, string>? Previous(SnapshotManifest manifest, CustomerRecord customer)
    {
        if (manifest.Previous is not { } previous || customer.Previous.Length == 0)
            return null;
        Dictionary<string, string> segments = Named(previous.Schemes, customer.Previous);
        if (segments.Count == 0)
            return null;
        segments["since"] = previous.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return segments;
    }

    /// <summary>The segment of each scheme by its code.</summary>
    internal static Dictionary<string, string> Named(IReadOnlyList<SchemeSegments> schemes, byte[] positions)
    {
        Dictionary<string, string> named = new(StringComparer.Ordinal);
        for (int i = 0; i < positions.Length && i < schemes.Count; i++)
        {
            if (positions[i] < schemes[i].Segments.Count)
                named[schemes[i].Name] = schemes[i].Segments[positions[i]];
        }
        return named;
    }

    private static ClvResponse Clv(SnapshotManifest manifest, CustomerRecord customer) => new()
    {
        Historic = ToDecimal(customer.NetMoney),
        HorizonMonths = manifest.Options.HorizonMonths,
        Level = manifest.Options.IntervalLevel,
        Predicted = Rounded(customer.Clv.Predicted),
        Low = Rounded(customer.Clv.Low),
        High = Rounded(customer.Clv.High),
        PAlive = Rounded(customer.Clv.PAlive),
        ExpectedPurchases = Rounded(customer.Clv.ExpectedPurchases),
        ExpectedOrderValue = Rounded(customer.Clv.ExpectedOrderValue),
        ChurnProbability90Days = Rounded(customer.Clv.Churn90),
    };

    private static decimal ToDecimal(long tenThousandths) => (decimal)tenThousandths / Money.Scale;

    private static double? Rounded(float value) => float.IsNaN(value) ? null : Math.Round(value, 4);
}
