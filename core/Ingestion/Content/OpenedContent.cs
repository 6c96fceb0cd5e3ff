using System.IO.Compression;
using System.Text;

namespace ServerlessSeg.Core.Ingestion.Content;

/// <summary>A dropped file on its way to being read: raw bytes hashed, compression and encoding taken off.</summary>
internal sealed class OpenedContent : IAsyncDisposable
{
    private const int RangesAhead = 4;
    private readonly HashingStream raw;

    private OpenedContent(HashingStream raw, ReplayStream text, string compression)
    {
        this.raw = raw;
        Text = text;
        Compression = compression;
    }

    /// <summary>The content without compression; UTF-8 after <see cref="DecodeAsync"/>.</summary>
    public ReplayStream Text { get; private set; }

    /// <summary>Empty, ".gz" or ".zst".</summary>
    public string Compression { get; }

    /// <summary>Whether the first bytes are those of a Parquet file.</summary>
    public bool IsParquet { get; private init; }

    /// <summary>Bytes as dropped that have been read so far.</summary>
    public long BytesRead => raw.Bytes;

    /// <summary>Opens a file and looks at its first bytes.</summary>
    public static async Task<OpenedContent> OpenAsync(DroppedContent content, CancellationToken cancellationToken)
    {
        Stream source = content.SupportsRanges ? new ReadAheadStream(content, RangesAhead) : await content.OpenReadAsync(cancellationToken).ConfigureAwait(false);
        var raw = new HashingStream(source);
        var bytes = new ReplayStream(raw);
        ReadOnlyMemory<byte> magic = await bytes.PeekAsync(4, cancellationToken).ConfigureAwait(false);
        if (magic.Span.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return new OpenedContent(raw, new ReplayStream(new GZipStream(bytes, CompressionMode.Decompress)), ".gz");
        if (magic.Span.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
            return new OpenedContent(raw, new ReplayStream(new ZstdSharp.DecompressionStream(bytes)), ".zst");
        return new OpenedContent(raw, bytes, "") { IsParquet = magic.Span.SequenceEqual("PAR1"u8) };
    }

    /// <summary>Turns the text into UTF-8 without a byte order mark; names the encoding it had.</summary>
    public async Task<string> DecodeAsync(string? declared, int sampleBytes, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> sample = await Text.PeekAsync(sampleBytes, cancellationToken).ConfigureAwait(false);
        DetectedEncoding found = EncodingDetection.Detect(sample.Span, declared);
        Text.Skip(found.MarkLength);
        if (found.Encoding is not UTF8Encoding)
            Text = new ReplayStream(Encoding.CreateTranscodingStream(Text, found.Encoding, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)));
        return found.Name;
    }

    /// <summary>Whether an exception tells of damaged compressed data.</summary>
    public static bool IsDamage(Exception exception) => exception is InvalidDataException or ZstdSharp.ZstdException;

    /// <summary>Reads what is left; names the hash of the bytes as dropped.</summary>
    public Task<string> FinishAsync(CancellationToken cancellationToken) => raw.FinishAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Text.DisposeAsync().ConfigureAwait(false);
        await raw.DisposeAsync().ConfigureAwait(false);
    }
}
