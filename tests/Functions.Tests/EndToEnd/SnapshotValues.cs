using System.Globalization;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>Writes a snapshot out as lines of text, all digits included.</summary>
internal static class SnapshotValues
{
    public static async Task<IReadOnlyList<string>> ReadAsync(ISnapshotStore store, RunId run) => await ReadAsync(store, await store.PublishedAsync(run));

    public static async Task<IReadOnlyList<string>> ReadAsync(ISnapshotStore store, SnapshotId run)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        SnapshotManifest manifest = await store.ReadManifestAsync(run, stop) ?? throw new InvalidOperationException($"Snapshot {run} has no manifest.");
        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"{manifest.AsOf:O} {manifest.Customers} {manifest.Buyers} {manifest.Pages} {manifest.Totals.Net} {string.Join(' ', manifest.Schemes.Select(static scheme => scheme.Name))}"),
        ];
        for (int number = 0; number < manifest.Pages; number++)
        {
            CustomerPage page = await store.ReadPageAsync(run, number, stop) ?? throw new InvalidOperationException($"Page {number} is missing.");
            foreach (CustomerRecord c in page.ReadAll())
            {
                lines.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{c.Id} {c.RecencyDays} {c.Frequency} {c.Monetary} {c.NetMoney} {c.R}{c.F}{c.M} {Convert.ToHexString(c.Segments)} {c.Clv.PAlive:R} {c.Clv.ExpectedPurchases:R} {c.Clv.ExpectedOrderValue:R} {c.Clv.Predicted:R} {c.Clv.Low:R} {c.Clv.High:R} {c.Clv.Churn90:R}"));
            }
        }
        return lines;
    }
}
