using System.Globalization;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.LocalHost.Commands;

namespace ServerlessSeg.LocalHost.Drop;

/// <summary>What the drop command prints.</summary>
internal static class DropReport
{
    private const int NamesShown = 12;

    /// <summary>One batch: rows and money in and out.</summary>
    public static void Print(TextWriter output, BatchAnswer batch)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Batch {batch.BatchId} {batch.File}: {batch.Status}; rows read {batch.Rows.Read:N0}, accepted {batch.Rows.Accepted:N0}, rejected {batch.Rows.Rejected:N0}{LeftOut(batch.Rows)}"));
        foreach ((string code, long rows) in batch.RejectsByReason)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  rejected {code}: {rows:N0}"));
        foreach ((string reason, long rows) in batch.LeftOut)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  left out {reason}: {rows:N0}, {Amount(batch.LeftOutMoney.GetValueOrDefault(reason))}"));
        if (batch.Rows.Accepted > 0)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  customers {batch.Customers:N0}; purchases {batch.Kinds.Purchases:N0} rows {Amount(batch.Money.Purchases)}; refunds {batch.Kinds.Refunds:N0} rows {Amount(batch.Money.Refunds)}; free {batch.Kinds.Free:N0} rows; net {Amount(batch.Money.Accepted)}"));
        }
        if (batch.IsHeld)
            PrintHeld(output);
        foreach (string note in batch.Mapping?.Notes ?? [])
            output.WriteLine("  note: " + note);
        if (batch.Failure is { } failure)
            Print(output, failure);
    }

    /// <summary>What is added to the rows of a file of which some are left out.</summary>
    public static string LeftOut(RowCounts rows) => rows.LeftOut == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", left out {rows.LeftOut:N0}");

    /// <summary>A mapping to be edited.</summary>
    public static void PrintMapping(TextWriter output, string mapping)
    {
        output.WriteLine("  a mapping.json that would answer this, to be looked over and dropped beside the file:");
        foreach (string line in mapping.Split('\n'))
            output.WriteLine("    " + line.TrimEnd('\r'));
    }

    /// <summary>That too many rows are refused, and what to do.</summary>
    public static void PrintHeld(TextWriter output) =>
        output.WriteLine("  held: too many rows are refused, so nothing of it counts; drop it again corrected, or say \"maximumRejectRate\": 1 in mapping.json");

    /// <summary>Why a file cannot be read, with the columns that were found and the names that were looked for.</summary>
    public static void Print(TextWriter output, MappingFailure failure)
    {
        foreach (string problem in failure.Problems)
            output.WriteLine("  problem: " + problem);
        if (failure.Found.Count > 0)
            output.WriteLine("  found: " + string.Join(", ", failure.Found));
        foreach ((string role, IReadOnlyList<string> names) in failure.LookedFor)
            output.WriteLine($"  looked for {role}: {string.Join(", ", names.Take(NamesShown))}, …");
        if (failure.Mapping is { } mapping)
            PrintMapping(output, mapping);
    }

    /// <summary>The segments of the leading scheme with their sizes and money.</summary>
    public static void Print(TextWriter output, SnapshotManifest manifest, IReadOnlyList<SegmentTotal> segments)
    {
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Snapshot {manifest.Run}: {manifest.Customers:N0} customers, {manifest.Buyers:N0} buyers, net {Amount(manifest.Totals.Net)} {manifest.Currency}"));
        ManifestTotals totals = manifest.Totals;
        if (totals.RefundLines > 0)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  refunds {totals.RefundLines:N0} lines {Amount(totals.Refunds)}, of which {totals.MatchedRefundLines:N0} lines {Amount(totals.MatchedRefunds)} belong to an order that was bought"));
        }
        foreach (string note in manifest.Notes)
            output.WriteLine("  note: " + note);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"segment",-20}{"customers",11}{"share",9}{"revenue",18}{"share",9}{"mean CLV",12}"));
        foreach (SegmentTotal segment in segments)
        {
            string clv = double.IsNaN(segment.MeanClv) ? "–" : segment.MeanClv.ToString("N2", CultureInfo.InvariantCulture);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{segment.Segment,-20}{segment.Customers,11:N0}{segment.Share,9:P1}{Amount(segment.Revenue.ToDecimal()),18}{segment.RevenueShare,9:P1}{clv,12}"));
        }
    }

    /// <summary>Where to look further.</summary>
    public static void PrintAddresses(TextWriter output, LocalHostAddress address)
    {
        output.WriteLine();
        foreach (string route in new[] { "segments?scheme=rfm11", "model", "batches", "customers/{id}" })
            output.WriteLine("  " + Uri.UnescapeDataString(address.Route(route).ToString()));
    }

    private static string Amount(decimal amount) => amount.ToString("#,0.00##", CultureInfo.InvariantCulture);
}
