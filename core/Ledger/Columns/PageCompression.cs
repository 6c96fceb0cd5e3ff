using System.Buffers.Binary;
using System.IO.Compression;
using K4os.Compression.LZ4;
using Snappier;
using ZstdSharp;

namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>Parquet's codec numbers, all but LZO, which nobody writes. The ledger writes the first, Snappy and zstd.</summary>
internal enum PageCodec
{
    Uncompressed = 0,
    Snappy = 1,
    Gzip = 2,
    Brotli = 4,
    Lz4 = 5,
    Zstd = 6,
    Lz4Raw = 7,
}

/// <summary>Compresses and expands pages. One instance serves one thread.</summary>
internal sealed class PageCompression : IDisposable
{
    private const int ZstdLevel = 1;
    private Compressor? _compressor;
    private Decompressor? _decompressor;

    /// <summary>Appends the compressed page and returns its size.</summary>
    public int Compress(PageCodec codec, ReadOnlySpan<byte> page, ByteSink sink)
    {
        int before = sink.Length;
        switch (codec)
        {
            case PageCodec.Uncompressed:
                sink.Write(page);
                break;
            case PageCodec.Snappy:
                sink.Advance(Snappy.Compress(page, sink.Reserve(Snappy.GetMaxCompressedLength(page.Length))));
                break;
            case PageCodec.Zstd:
                _compressor ??= new Compressor(ZstdLevel);
                sink.Advance(_compressor.Wrap(page, sink.Reserve(Compressor.GetCompressBound(page.Length))));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(codec), codec, null);
        }
        return sink.Length - before;
    }

    /// <summary>Expands a page into <paramref name="target"/>, which has exactly the page's expanded size.</summary>
    /// <exception cref="InvalidDataException">The page is damaged or of another codec.</exception>
    public void Expand(PageCodec codec, ReadOnlySpan<byte> page, Span<byte> target)
    {
        int size;
        try
        {
            switch (codec)
            {
                case PageCodec.Uncompressed when page.Length == target.Length:
                    page.CopyTo(target);
                    size = page.Length;
                    break;
                case PageCodec.Snappy when SnappyExpansion.TryExpand(page, target):
                    size = target.Length;
                    break;
                case PageCodec.Gzip:
                    size = ExpandGzip(page, target);
                    break;
                case PageCodec.Brotli when BrotliDecoder.TryDecompress(page, target, out size):
                    break;
                case PageCodec.Lz4:
                    size = ExpandLz4Frames(page, target) is var framed && framed == target.Length ? framed : LZ4Codec.Decode(page, target);
                    break;
                case PageCodec.Lz4Raw:
                    size = LZ4Codec.Decode(page, target);
                    break;
                case PageCodec.Zstd:
                    _decompressor ??= new Decompressor();
                    size = _decompressor.Unwrap(page, target);
                    break;
                default:
                    throw new InvalidDataException($"A page is damaged, or codec {(int)codec} is not read here.");
            }
        }
        catch (Exception e) when (e is ZstdException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException("A compressed page is damaged.", e);
        }
        if (size != target.Length)
            throw new InvalidDataException("A compressed page is damaged.");
    }

    // Older writers put blocks one after another, each behind its two sizes, most significant byte first; others write the block alone under
    // the same number.
    private static int ExpandLz4Frames(ReadOnlySpan<byte> page, Span<byte> target)
    {
        int size = 0;
        while (page.Length >= 2 * sizeof(int))
        {
            int expanded = BinaryPrimitives.ReadInt32BigEndian(page), compressed = BinaryPrimitives.ReadInt32BigEndian(page[sizeof(int)..]);
            page = page[(2 * sizeof(int))..];
            if (expanded < 0 || expanded > target.Length - size || compressed < 0 || compressed > page.Length
                || LZ4Codec.Decode(page[..compressed], target.Slice(size, expanded)) != expanded)
            {
                return -1;
            }
            size += expanded;
            page = page[compressed..];
        }
        return page.IsEmpty ? size : -1;
    }

    private static int ExpandGzip(ReadOnlySpan<byte> page, Span<byte> target)
    {
        using var stream = new GZipStream(new MemoryStream(page.ToArray()), CompressionMode.Decompress);
        int size = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        return stream.ReadByte() < 0 ? size : size + 1;
    }

    public void Dispose()
    {
        _compressor?.Dispose();
        _decompressor?.Dispose();
    }
}
