using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Segmentation.Profiles;

/// <summary>
/// Customers, money and predicted value of every segment of every scheme. Money is exact; predictions are added in ten-thousandths,
/// so that sums depend on neither order nor parts. Not thread-safe; parts are counted apart and merged.
/// </summary>
public sealed class SegmentTotals
{
    private readonly IReadOnlyList<ISegmentationScheme> schemes;
    private readonly Cell[][] cells;

    /// <summary>Starts at zero.</summary>
    public SegmentTotals(IReadOnlyList<ISegmentationScheme> schemes)
    {
        ArgumentNullException.ThrowIfNull(schemes);
        this.schemes = schemes;
        cells = [.. schemes.Select(s => new Cell[s.Segments.Count])];
    }

    /// <summary>Counts a customer.</summary>
    /// <param name="segments">Position of its segment in each scheme.</param>
    /// <param name="netMoney">Net money in ten-thousandths.</param>
    /// <param name="predictedClv">Predicted CLV in currency units; NaN where there is none.</param>
    public void Add(ReadOnlySpan<byte> segments, long netMoney, double predictedClv)
    {
        long predicted = double.IsNaN(predictedClv) ? 0 : (long)Math.Round(predictedClv * Money.Scale);
        for (int s = 0; s < cells.Length; s++)
        {
            ref Cell cell = ref cells[s][segments[s]];
            cell.Customers++;
            cell.NetMoney += netMoney;
            cell.Predicted += predicted;
            cell.WithPrediction += double.IsNaN(predictedClv) ? 0 : 1;
        }
    }

    /// <summary>Adds the counts of another part of the base.</summary>
    public void Merge(SegmentTotals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int s = 0; s < cells.Length; s++)
            for (int i = 0; i < cells[s].Length; i++)
            {
                cells[s][i].Customers += other.cells[s][i].Customers;
                cells[s][i].WithPrediction += other.cells[s][i].WithPrediction;
                cells[s][i].NetMoney += other.cells[s][i].NetMoney;
                cells[s][i].Predicted += other.cells[s][i].Predicted;
            }
    }

    /// <summary>The segments of a scheme, in its order, empty ones included.</summary>
    /// <param name="scheme">Position of the scheme.</param>
    public IReadOnlyList<SegmentTotal> Of(int scheme)
    {
        Cell all = default;
        foreach (Cell cell in cells[scheme])
        {
            all.Customers += cell.Customers;
            all.NetMoney += cell.NetMoney;
        }
        return [.. schemes[scheme].Segments.Select((segment, i) =>
        {
            Cell cell = cells[scheme][i];
            return new SegmentTotal(
                segment.Code,
                cell.Customers,
                all.Customers == 0 ? 0 : (double)cell.Customers / all.Customers,
                new Money(cell.NetMoney),
                all.NetMoney == 0 ? 0 : (double)cell.NetMoney / (double)all.NetMoney,
                cell.WithPrediction == 0 ? null : (double)cell.Predicted / Money.Scale / cell.WithPrediction);
        })];
    }

    private struct Cell
    {
        public long Customers;
        public long WithPrediction;
        public Int128 NetMoney;
        public Int128 Predicted;
    }
}

/// <summary>What a segment amounts to.</summary>
/// <param name="Segment">Code.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Share">Their share of all customers, 0 to 1.</param>
/// <param name="Revenue">Their net money.</param>
/// <param name="RevenueShare">Their share of all net money.</param>
/// <param name="MeanClv">Mean predicted CLV in currency units; null without predictions.</param>
public sealed record SegmentTotal(string Segment, long Customers, double Share, Money Revenue, double RevenueShare, double? MeanClv);
