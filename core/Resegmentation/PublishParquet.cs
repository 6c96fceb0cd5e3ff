using Parquet;
using Parquet.Schema;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// Writes <c>customers.parquet</c>: every customer as one row, for whoever wants all of them at once. Money is DECIMAL(18,4), an
/// unknown prediction is null, and each scheme has a text column of its own name.
/// </summary>
public static class PublishParquet
{
    /// <summary>Name within the snapshot.</summary>
    public const string File = "customers.parquet";

    private const int RowsPerGroup = 64 * 1024;

    /// <summary>Writes the file.</summary>
    public static async Task RunAsync(SnapshotId snapshot, ScoredBase scored, ISnapshotStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(store);
        DataField[] fields = Fields(scored);
        await using Stream stream = await store.CreateFileAsync(snapshot, File, cancellationToken).ConfigureAwait(false);
        await using ParquetWriter writer = await ParquetWriter
            .CreateAsync(new ParquetSchema(fields.Cast<Field>().ToArray()), stream, new ParquetOptions { CompressionMethod = CompressionMethod.Snappy }, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        int customers = scored.Summaries.Customers.Length;
        for (int start = 0; start < customers; start += RowsPerGroup)
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await WriteAsync(group, fields, scored, start, Math.Min(customers, start + RowsPerGroup), cancellationToken).ConfigureAwait(false);
        }
    }

    private static DataField[] Fields(ScoredBase scored) =>
    [
        new DataField<ulong>("customer_key"),
        new DataField("customer_id", typeof(string), isNullable: false),
        new DataField<int?>("recency_days"),
        new DataField<int>("frequency"),
        new DecimalDataField("monetary", 18, 4),
        new DecimalDataField("net_money", 18, 4),
        new DecimalDataField("historic_margin", 18, 4),
        new DataField<int>("r"),
        new DataField<int>("f"),
        new DataField<int>("m"),
        new DataField<double?>("p_alive"),
        new DataField<double?>("expected_purchases"),
        new DataField<double?>("expected_order_value"),
        new DataField<double?>("predicted_clv"),
        new DataField<double?>("clv_low"),
        new DataField<double?>("clv_high"),
        new DataField<double?>("churn_probability_90_days"),
        .. scored.Schemes.Select(static scheme => new DataField(scheme.Name, typeof(string), isNullable: false)),
    ];

    private static async Task WriteAsync(
        ParquetRowGroupWriter group, DataField[] fields, ScoredBase scored, int start, int end, CancellationToken cancellationToken)
    {
        CustomerSummary[] customers = scored.Summaries.Customers;
        int next = 0;
        await Column(i => customers[i].Key).ConfigureAwait(false);
        await Text(i => customers[i].Id).ConfigureAwait(false);
        await Optional<int>(i => customers[i].Purchases == 0 ? null : customers[i].DaysSinceLast(scored.Summaries.AsOfDay)).ConfigureAwait(false);
        await Column(i => RfmScorer.Frequency(customers[i], scored.Scorer.Options)).ConfigureAwait(false);
        await Column(i => (decimal)scored.Record(i).Monetary / Money.Scale).ConfigureAwait(false);
        await Column(i => (decimal)customers[i].NetMoney / Money.Scale).ConfigureAwait(false);
        await Column(i => (decimal)scored.HistoricMarginOf(i) / Money.Scale).ConfigureAwait(false);
        await Column(i => (int)scored.Scores[i].R).ConfigureAwait(false);
        await Column(i => (int)scored.Scores[i].F).ConfigureAwait(false);
        await Column(i => (int)scored.Scores[i].M).ConfigureAwait(false);
        await Optional(i => Known(scored.Clv[i].PAlive)).ConfigureAwait(false);
        await Optional(i => Known(scored.Clv[i].ExpectedPurchases)).ConfigureAwait(false);
        await Optional(i => Known(scored.Clv[i].ExpectedOrderValue)).ConfigureAwait(false);
        await Optional(i => Known(scored.Clv[i].Predicted)).ConfigureAwait(false);
        await Optional(i => Known(scored.Clv[i].Low)).ConfigureAwait(false);
        await Optional(i => Known(scored.Clv[i].High)).ConfigureAwait(false);
        await Optional(i => Known(scored.Clv[i].Churn90)).ConfigureAwait(false);
        for (int scheme = 0; scheme < scored.Schemes.Count; scheme++)
        {
            byte[] segments = scored.Segments[scheme];
            string[] codes = [.. scored.Schemes[scheme].Segments.Select(static segment => segment.Code)];
            await Text(i => codes[segments[i]]).ConfigureAwait(false);
        }
        group.CompleteValidate();

        Task Column<T>(Func<int, T> value) where T : struct =>
            group.WriteAsync<T>(fields[next++], Values(value), cancellationToken: cancellationToken);

        Task Optional<T>(Func<int, T?> value) where T : struct =>
            group.WriteAsync<T>(fields[next++], Values(value), cancellationToken: cancellationToken);

        Task Text(Func<int, string> value) => group.WriteAsync(fields[next++], Values(value));

        T[] Values<T>(Func<int, T> value)
        {
            var values = new T[end - start];
            for (int i = start; i < end; i++)
                values[i - start] = value(i);
            return values;
        }
    }

    private static double? Known(float value) => float.IsNaN(value) ? null : value;
}
