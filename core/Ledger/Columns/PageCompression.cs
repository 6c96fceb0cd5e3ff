using Snappier;
using ZstdSharp;

namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>Parquet's codec numbers, as far as the ledger writes and reads them.</summary>
internal enum PageCodec
{
    Uncompressed = 0,
    Snappy = 1,
    Zstd = 6,
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
    /// <exception cref="InvalidDataException">The page is damaged or of a codec that the ledger does not write.</exception>
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
                case PageCodec.Snappy:
                    size = Snappy.Decompress(page, target);
                    break;
                case PageCodec.Zstd:
                    _decompressor ??= new Decompressor();
                    size = _decompressor.Unwrap(page, target);
                    break;
                default:
                    throw new InvalidDataException("A page of the ledger file has a codec that ledgers do not use.");
            }
        }
        catch (Exception e) when (e is ZstdException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException("A page of the ledger file is damaged.", e);
        }
        if (size != target.Length)
            throw new InvalidDataException("A page of the ledger file is damaged.");
    }

    public void Dispose()
    {
        _compressor?.Dispose();
        _decompressor?.Dispose();
    }
}
