using System.Buffers;
using System.Text.Json;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>Writes the customer pyramid and the list of the best buyers.</summary>
public static class PublishPyramid
{
    /// <summary>Name within the snapshot of the pyramid.</summary>
    public const string File = "pyramid.json";

    /// <summary>Name within the snapshot of the best buyers, in the form of a segment's list, by falling net money.</summary>
    public const string TopFile = "top.csv";

    private const int FlushBytes = 1 << 20;

    /// <summary>Writes both files.</summary>
    public static async Task RunAsync(SnapshotId snapshot, string? currency, FittedBase fitted, ScoredBase scored, ISnapshotStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(store);
        CustomerSummary[] customers = scored.Summaries.Customers;
        TierFloors floors = fitted.Parameters.Tier;
        var buyers = new double[fitted.Parameters.Buyers];
        List<int> best = [];
        Money money = Money.Zero, all = Money.Zero;
        for (int i = 0, buyer = 0; i < customers.Length; i++)
        {
            if (customers[i].Purchases == 0)
                continue;
            buyers[buyer] = (double)customers[i].NetMoney / Money.Scale;
            all += new Money(customers[i].NetMoney);
            if (buyers[buyer++] < floors.TopList)
                continue;
            best.Add(i);
            money += new Money(customers[i].NetMoney);
        }
        // The base is in key order, so equal money is listed in that order.
        int[] listed = [.. best.OrderByDescending(i => customers[i].NetMoney)];
        var report = new PyramidReport(
            snapshot.Run.ToString(), scored.Summaries.AsOf, currency,
            ValuePyramid.Build(ValueDistribution.Of(buyers), ValuePyramid.UsualShares).Layers,
            new TopList(fitted.Segmentation.Tier.TopListShare, floors.TopList, listed.Length, money, all == Money.Zero ? 0 : money.ToDouble() / all.ToDouble()));
        await using (Stream stream = await store.CreateFileAsync(snapshot, File, cancellationToken).ConfigureAwait(false))
            await JsonSerializer.SerializeAsync(stream, report, ReportJson.Default.PyramidReport, cancellationToken).ConfigureAwait(false);
        await using Stream list = await store.CreateFileAsync(snapshot, TopFile, cancellationToken).ConfigureAwait(false);
        var buffer = new ArrayBufferWriter<byte>(FlushBytes + 4096);
        buffer.Write(SegmentFile.Header);
        foreach (int i in listed)
        {
            SegmentFile.Append(buffer, scored.Record(i));
            if (buffer.WrittenCount < FlushBytes)
                continue;
            await list.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }
        await list.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>The customer pyramid of a snapshot.</summary>
/// <param name="Snapshot">The run.</param>
/// <param name="AsOf">Its as-of date.</param>
/// <param name="Currency">Currency of the money; null where the exports name none.</param>
/// <param name="Layers">From the top; together all buyers.</param>
/// <param name="TopList">The best buyers, who are listed in <see cref="PublishPyramid.TopFile"/>.</param>
public sealed record PyramidReport(string Snapshot, DateOnly AsOf, string? Currency, IReadOnlyList<PyramidLayer> Layers, TopList TopList);

/// <summary>The list of the best buyers.</summary>
/// <param name="Share">Share of buyers that the configuration asks for; ties at the end are all on the list.</param>
/// <param name="Floor">The smallest net money on the list, in currency units.</param>
/// <param name="Customers">Buyers on it.</param>
/// <param name="Revenue">Their net money.</param>
/// <param name="RevenueShare">Its share of all buyers' net money.</param>
public sealed record TopList(double Share, double Floor, int Customers, Money Revenue, double RevenueShare);
