using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Ingestion.Content;
using ServerlessSeg.Core.Ingestion.Rows;
using ServerlessSeg.Core.Ingestion.Values;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Ingestion.Parquet;

/// <summary>The row groups of a Parquet file as blocks of rows; every thread reads through a reader of its own.</summary>
/// <param name="content">The file.</param>
/// <param name="mapping">Its mapping, over the columns of <paramref name="places"/>.</param>
/// <param name="places">Place in the file of each column that the mapping knows.</param>
/// <param name="zone">Zone of timestamps that are not UTC.</param>
internal sealed class ParquetBlocks(DroppedContent content, SchemaMapping mapping, IReadOnlyList<int> places, TimeZoneInfo zone) : IRowBlocks
{
    private int nextGroup = -1;

    /// <inheritdoc />
    public async ValueTask<IRowBlockReader> OpenReaderAsync(RowChecker checker, CancellationToken cancellationToken)
    {
        Stream stream = await SeekableContent.OpenAsync(content, cancellationToken).ConfigureAwait(false);
        try
        {
            return new Reader(this, stream, await ParquetTransactionReader.OpenAsync(stream, cancellationToken).ConfigureAwait(false), checker);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private int TakeGroup() => Interlocked.Increment(ref nextGroup);

    internal sealed class Reader : IRowBlockReader
    {
        private readonly ParquetBlocks blocks;
        private readonly Stream stream;
        private readonly ParquetTransactionReader file;
        private readonly RowChecker checker;
        private readonly ZoneOffsets zone;
        private readonly ParquetColumns columns;
        private readonly AttributeText attributes = new();
        private readonly int[] wanted;
        private readonly int[] chunkOfRole;
        private readonly int[] chunkOfAttribute;
        private readonly int[] chunkOfExtra;
        private readonly long[] firstRow;
        private int group;

        public Reader(ParquetBlocks blocks, Stream stream, ParquetTransactionReader file, RowChecker checker)
        {
            (this.blocks, this.stream, this.file, this.checker) = (blocks, stream, file, checker);
            zone = new ZoneOffsets(blocks.Zone);
            SchemaMapping mapping = blocks.Mapping;
            columns = new ParquetColumns(mapping, zone);
            int[] places = [.. mapping.Mapped.Select(column => column.Position - 1).Distinct().Order()];
            wanted = [.. places.Select(column => blocks.Places[column])];
            chunkOfRole = new int[(int)ColumnRole.Attribute];
            for (ColumnRole role = 0; role < ColumnRole.Attribute; role++)
                chunkOfRole[(int)role] = Array.IndexOf(places, mapping.ColumnOf(role));
            chunkOfAttribute = [.. mapping.AttributeColumns.Select(column => Array.IndexOf(places, column))];
            chunkOfExtra = [.. mapping.ExtraColumns.Select(column => Array.IndexOf(places, column))];
            firstRow = new long[file.GroupCount];
            for (int i = 1; i < firstRow.Length; i++)
                firstRow[i] = firstRow[i - 1] + file.GroupRows(i - 1);
        }

        public ValueTask<long> TakeAsync(CancellationToken cancellationToken)
        {
            group = blocks.TakeGroup();
            return ValueTask.FromResult(group < file.GroupCount ? (long)group : -1);
        }

        public async ValueTask ReadAsync(CancellationToken cancellationToken)
        {
            IReadOnlyList<ParquetColumnChunk> chunks = await file.ReadGroupAsync(group, wanted, cancellationToken).ConfigureAwait(false);
            try
            {
                Check(chunks, file.GroupRows(group));
            }
            finally
            {
                foreach (ParquetColumnChunk chunk in chunks)
                    chunk.Dispose();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await file.DisposeAsync().ConfigureAwait(false);
            await stream.DisposeAsync().ConfigureAwait(false);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Check(IReadOnlyList<ParquetColumnChunk> chunks, int rows)
        {
            checker.TextIsValid = chunks.All(chunk => chunk.TextIsValid);
            bool byColumn = checker.TextIsValid && !blocks.Mapping.Grain.IsSequential;
            ParquetColumnChunk?[] byRole = [.. chunkOfRole.Select(chunk => chunk < 0 ? null : chunks[chunk])];
            ParquetColumnChunk[] ofAttributes = [.. chunkOfAttribute.Select(chunk => chunks[chunk])];
            ParquetColumnChunk[] extras = [.. chunkOfExtra.Select(chunk => chunks[chunk])];
            for (int first = 0; first < rows; first += TransactionBatch.Capacity)
            {
                columns.Rows.Count = Math.Min(TransactionBatch.Capacity, rows - first);
                if (byColumn)
                {
                    columns.Fill(byRole, ofAttributes, extras, first);
                    checker.Mark(columns.Rows);
                }
                for (int i = 0; i < columns.Rows.Count; i++)
                {
                    if (!byColumn || columns.Rows.Odd[i])
                        CheckOne(byRole, ofAttributes, extras, first + i);
                }
                if (byColumn)
                    checker.Accept(columns.Rows);
            }
        }

        private void CheckOne(ParquetColumnChunk?[] byRole, ParquetColumnChunk[] ofAttributes, ParquetColumnChunk[] extras, int index)
        {
            attributes.Clear();
            foreach (ParquetColumnChunk chunk in ofAttributes)
                attributes.Add(chunk.Text(index));
            var row = new ParquetRow(byRole, extras, index, zone, attributes.Joined);
            checker.Check(ref row, firstRow[group] + index + 1);
        }
    }

    private SchemaMapping Mapping => mapping;

    private IReadOnlyList<int> Places => places;

    private TimeZoneInfo Zone => zone;
}
