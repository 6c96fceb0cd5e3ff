using System.Buffers;
using Parquet;
using Parquet.Meta;
using ServerlessSeg.Core.Ingestion.Parquet.Pages;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ingestion.Parquet;

/// <summary>
/// Reads Parquet files of any common writer column by column: raw values with the types of the file's own schema, so that nothing is
/// guessed and strings stay UTF-8. Nested columns are listed as unsupported and left alone. Every fault of the file
/// comes out as <see cref="ParquetFormatException"/>; faults of the stream itself pass through.
/// </summary>
public sealed class ParquetTransactionReader : IAsyncDisposable
{
    /// <summary>More rows in one row group than any writer makes; a damaged count must not ask for all the memory there is.</summary>
    private const int MostGroupRows = 1 << 26;

    private readonly SourceStream _source;
    private readonly ColumnPages _pages = new();
    private readonly ParquetReader _reader;
    private readonly FileMetaData _metadata;

    private ParquetTransactionReader(SourceStream source, ParquetReader reader, FileMetaData metadata, IReadOnlyList<ParquetInputColumn> columns)
    {
        _source = source;
        _reader = reader;
        _metadata = metadata;
        Columns = columns;
    }

    /// <summary>The top-level columns in file order.</summary>
    public IReadOnlyList<ParquetInputColumn> Columns { get; }

    /// <summary>Row groups in the file.</summary>
    public int GroupCount => _metadata.RowGroups.Count;

    /// <summary>Rows in the file.</summary>
    public long Rows => _metadata.NumRows;

    /// <summary>Reads the footer; the stream stays the caller's.</summary>
    /// <param name="stream">Seekable, and not used otherwise until the reader is disposed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    /// <exception cref="ParquetFormatException">The file is not Parquet or is damaged.</exception>
    public static async Task<ParquetTransactionReader> OpenAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
            throw new ArgumentException("Parquet is read from its end, so the stream must be seekable.", nameof(stream));
        var source = new SourceStream(stream);
        ParquetReader? reader = null;
        try
        {
            await ParquetFooterCheck.RunAsync(source, cancellationToken).ConfigureAwait(false);
            reader = await ParquetReader.CreateAsync(source, new ParquetOptions(), leaveStreamOpen: true, cancellationToken).ConfigureAwait(false);
            FileMetaData metadata = reader.Metadata ?? throw new ParquetFormatException("The Parquet file has no footer.");
            if (metadata.NumRows < 0 || metadata.RowGroups.Any(group => group.NumRows is < 0 or > MostGroupRows) || metadata.RowGroups.Sum(group => group.NumRows) != metadata.NumRows)
                throw new ParquetFormatException("The Parquet file's row counts contradict each other.");
            return new ParquetTransactionReader(source, reader, metadata, ParquetColumnTypes.Read(metadata.Schema));
        }
        catch (Exception e)
        {
            if (reader is not null)
                await reader.DisposeAsync().ConfigureAwait(false);
            if (IsOfFile(e, source))
                throw new ParquetFormatException("The file is not readable as Parquet.", e);
            throw;
        }
    }

    /// <summary>Rows in a row group.</summary>
    public int GroupRows(int group) => (int)_metadata.RowGroups[group].NumRows;

    /// <summary>Reads the chosen columns of a row group; each chunk is to be disposed.</summary>
    /// <param name="group">0 to <see cref="GroupCount"/> − 1.</param>
    /// <param name="columns">Places in <see cref="Columns"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ParquetFormatException">The file is damaged, or a chosen column is not supported.</exception>
    public async Task<IReadOnlyList<ParquetColumnChunk>> ReadGroupAsync(int group, IReadOnlyList<int> columns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var chunks = new List<ParquetColumnChunk>(columns.Count);
        string name = "";
        try
        {
            foreach (int column in columns)
            {
                ParquetInputColumn wanted = Columns[column];
                name = wanted.Name;
                if (wanted.Kind == ParquetColumnKind.Unsupported)
                    throw new ParquetFormatException(wanted.Reason!);
                ColumnMetaData stored = StoredAs(_metadata.RowGroups[group], wanted);
                var chunk = new ParquetColumnChunk(wanted, GroupRows(group));
                chunks.Add(chunk);
                await ReadPagesAsync(stored, chunk, cancellationToken).ConfigureAwait(false);
            }
            return chunks;
        }
        catch (Exception e)
        {
            foreach (ParquetColumnChunk chunk in chunks)
                chunk.Dispose();
            if (IsOfFile(e, _source))
                throw new ParquetFormatException($"Column '{name}' in row group {group + 1} of the Parquet file is damaged or uses what cannot be read: {e.Message}", e);
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _pages.Dispose();
        return _reader.DisposeAsync();
    }

    private static bool IsOfFile(Exception e, SourceStream source) =>
        e is not (ParquetFormatException or OperationCanceledException or OutOfMemoryException) && source.Fault is null;

    // The schema's physical type is what the values are read as, so the column itself must not say otherwise.
    private static ColumnMetaData StoredAs(RowGroup group, ParquetInputColumn column)
    {
        ColumnMetaData? metadata = group.Columns.FirstOrDefault(c => c.MetaData is { PathInSchema.Count: 1 } m && m.PathInSchema[0] == column.Name)?.MetaData;
        return metadata is not null && metadata.NumValues == group.NumRows && ParquetColumnTypes.IsStoredAs(metadata.Type, column.Storage)
            ? metadata
            : throw new ParquetFormatException($"Column '{column.Name}' of the Parquet file contradicts the schema.");
    }

    private async Task ReadPagesAsync(ColumnMetaData stored, ParquetColumnChunk chunk, CancellationToken cancellationToken)
    {
        // Some writers leave the place of the dictionary at 0, or name that of the data for it.
        long start = stored.DictionaryPageOffset is > 0 and long dictionary ? Math.Min(dictionary, stored.DataPageOffset) : stored.DataPageOffset;
        long size = stored.TotalCompressedSize;
        if (start < 0 || size < 0 || start > _source.Length - size || size > Array.MaxLength)
            throw new ParquetFormatException($"Column '{chunk.Column.Name}' of the Parquet file is said to lie outside of it.");
        byte[] bytes = ArrayPool<byte>.Shared.Rent((int)size);
        try
        {
            _source.Position = start;
            await _source.ReadExactlyAsync(bytes.AsMemory(0, (int)size), cancellationToken).ConfigureAwait(false);
            _pages.Read(bytes.AsMemory(0, (int)size), (PageCodec)stored.Codec, chunk);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
