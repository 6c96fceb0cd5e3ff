using Parquet;
using Parquet.Schema;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// Writes <c>changes.parquet</c>: a row for every customer and scheme where the segment is another than in the snapshot before. A customer
/// who came has no segment left, one who is gone has none entered. Scheme by scheme, within it in key order, the gone last.
/// </summary>
public static class PublishChanges
{
    /// <summary>Name within the snapshot.</summary>
    public const string File = "changes.parquet";

    private const int RowsPerGroup = 64 * 1024;

    private static readonly DataField[] Fields =
    [
        new("customer_id", typeof(string), isNullable: false),
        new("scheme", typeof(string), isNullable: false),
        new("left", typeof(string), isNullable: true),
        new("entered", typeof(string), isNullable: true),
    ];

    /// <summary>Writes the file.</summary>
    public static async Task RunAsync(SnapshotId snapshot, ScoredBase scored, PreviousSegments previous, ISnapshotStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(store);
        await using Stream stream = await store.CreateFileAsync(snapshot, File, cancellationToken).ConfigureAwait(false);
        await using ParquetWriter writer = await ParquetWriter
            .CreateAsync(new ParquetSchema(Fields.Cast<Field>().ToArray()), stream, new ParquetOptions { CompressionMethod = CompressionMethod.Zstd }, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        foreach (Change[] rows in Changes(scored, previous).Chunk(RowsPerGroup))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync(Fields[0], Array.ConvertAll(rows, static row => row.Id)).ConfigureAwait(false);
            await group.WriteAsync(Fields[1], Array.ConvertAll(rows, static row => row.Scheme)).ConfigureAwait(false);
            await group.WriteAsync(Fields[2], Array.ConvertAll(rows, static row => row.Left)!).ConfigureAwait(false);
            await group.WriteAsync(Fields[3], Array.ConvertAll(rows, static row => row.Entered)!).ConfigureAwait(false);
            group.CompleteValidate();
        }
    }

    private static IEnumerable<Change> Changes(ScoredBase scored, PreviousSegments previous)
    {
        for (int now = 0; now < scored.Schemes.Count; now++)
        {
            string name = scored.Schemes[now].Name;
            (int before, SchemeSegments? earlier) = previous.Snapshot.Schemes.Index().FirstOrDefault(scheme => scheme.Item.Name == name);
            if (earlier is null)
                continue;
            string[] codes = [.. scored.Schemes[now].Segments.Select(static segment => segment.Code)];
            for (int i = 0; i < scored.Summaries.Customers.Length; i++)
            {
                byte position = previous.Of(i, before);
                string? left = position == byte.MaxValue ? null : earlier.Segments[position];
                string entered = codes[scored.Segments[now][i]];
                if (left != entered)
                    yield return new Change(scored.Summaries.Customers[i].Id, name, left, entered);
            }
            foreach (CustomerRecord gone in previous.Gone)
                yield return new Change(gone.Id, name, earlier.Segments[gone.Segments[before]], null);
        }
    }

    private readonly record struct Change(string Id, string Scheme, string? Left, string? Entered);
}
