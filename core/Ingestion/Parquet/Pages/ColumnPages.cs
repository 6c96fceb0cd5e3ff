using System.Buffers;
using System.Buffers.Binary;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ingestion.Parquet.Pages;

/// <summary>
/// Decodes the pages of a flat column straight into a <see cref="ParquetColumnChunk"/>: both versions of data pages, and all encodings
/// that writers use. One instance serves one thread, and is used again for column after column.
/// </summary>
/// <remarks>Every fault of the bytes comes out as <see cref="InvalidDataException"/>.</remarks>
internal sealed class ColumnPages : IDisposable
{
    private const int Window = 4096;
    private readonly PageCompression _compression = new();
    private readonly RunLengthDecoder _levels = new();
    private readonly PageValues _values = new();
    private readonly int[] _window = new int[Window];
    private byte[] _scratch = [];

    /// <summary>Decodes all pages of a column in one row group.</summary>
    /// <param name="bytes">The pages as they lie in the file.</param>
    /// <param name="codec">How they are compressed.</param>
    /// <param name="chunk">Takes the values.</param>
    public void Read(ReadOnlyMemory<byte> bytes, PageCodec codec, ParquetColumnChunk chunk)
    {
        _values.Begin(chunk);
        int row = 0;
        while (row < chunk.Rows)
        {
            PageHeader page = PageHeader.Take(ref bytes);
            ReadOnlySpan<byte> body = Take(ref bytes, page.StoredSize).Span;
            switch (page.Kind)
            {
                case PageHeader.DictionaryPage:
                    _values.ReadDictionary(Expand(codec, body, page.Size, chunk), page.Values);
                    break;
                case PageHeader.DataPage or PageHeader.DataPageV2 when page.Values > chunk.Rows - row:
                    throw new InvalidDataException("A page has more values than the row group has rows.");
                case PageHeader.DataPage:
                    ReadVersion1(page, Expand(codec, body, page.Size, chunk), chunk, row);
                    row += page.Values;
                    break;
                case PageHeader.DataPageV2:
                    ReadVersion2(page, codec, body, chunk, row);
                    row += page.Values;
                    break;
            }
        }
    }

    public void Dispose()
    {
        _compression.Dispose();
        if (_scratch.Length > 0)
            ArrayPool<byte>.Shared.Return(_scratch);
        _scratch = [];
    }

    private void ReadVersion1(in PageHeader page, ReadOnlyMemory<byte> expanded, ParquetColumnChunk chunk, int row)
    {
        int present = page.Values;
        if (chunk.Column.IsNullable)
        {
            if ((PageEncoding)page.LevelEncoding != PageEncoding.RunLength)
                throw new InvalidDataException($"Definition levels in encoding {page.LevelEncoding} are not supported.");
            int length = BinaryPrimitives.ReadInt32LittleEndian(Take(ref expanded, sizeof(int)).Span);
            present = ReadLevels(Take(ref expanded, length), chunk, row, page.Values);
        }
        ReadValues(page, expanded, chunk, row, present);
    }

    private void ReadVersion2(in PageHeader page, PageCodec codec, ReadOnlySpan<byte> body, ParquetColumnChunk chunk, int row)
    {
        int present = page.Values;
        if (chunk.Column.IsNullable)
            present = ReadLevels(body[..page.LevelBytes].ToArray(), chunk, row, page.Values);
        ReadOnlyMemory<byte> expanded = Expand(page.IsCompressed ? codec : PageCodec.Uncompressed, body[page.LevelBytes..], page.Size - page.LevelBytes, chunk);
        ReadValues(page, expanded, chunk, row, present);
    }

    private void ReadValues(in PageHeader page, ReadOnlyMemory<byte> values, ParquetColumnChunk chunk, int row, int present)
    {
        if (present > 0)
            _values.Read((PageEncoding)page.Encoding, values, row, present);
        if (present < page.Values)
            chunk.Spread(row, page.Values, present);
    }

    private int ReadLevels(ReadOnlyMemory<byte> levels, ParquetColumnChunk chunk, int row, int count)
    {
        _levels.Begin(levels, bitWidth: 1);
        int present = 0;
        for (int done = 0; done < count; done += Window)
        {
            Span<int> window = _window.AsSpan(0, Math.Min(Window, count - done));
            Span<bool> nulls = chunk.Nulls.Slice(row + done, window.Length);
            _levels.Read(window);
            if (!window.ContainsAnyExcept(1))
            {
                nulls.Clear();
                present += window.Length;
                continue;
            }
            for (int i = 0; i < window.Length; i++)
            {
                nulls[i] = window[i] == 0;
                present += window[i];
            }
        }
        return present;
    }

    // Texts stay where they were expanded, so their pages go into the chunk's own memory; numbers are copied out at once.
    private ReadOnlyMemory<byte> Expand(PageCodec codec, ReadOnlySpan<byte> body, int size, ParquetColumnChunk chunk)
    {
        Memory<byte> target;
        if (chunk.Column.Storage == ParquetStorage.Bytes)
        {
            target = chunk.Append(size);
        }
        else
        {
            if (_scratch.Length < size)
            {
                if (_scratch.Length > 0)
                    ArrayPool<byte>.Shared.Return(_scratch);
                _scratch = ArrayPool<byte>.Shared.Rent(size);
            }
            target = _scratch.AsMemory(0, size);
        }
        if (size > 0)
            _compression.Expand(codec, body, target.Span);
        return target;
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> bytes, int size)
    {
        if ((uint)size > (uint)bytes.Length)
            throw new InvalidDataException("A page is cut off.");
        ReadOnlyMemory<byte> taken = bytes[..size];
        bytes = bytes[size..];
        return taken;
    }
}
