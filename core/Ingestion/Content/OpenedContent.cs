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
    /// <param name="content">The file.</param>
    /// <param name="isWhole">False where <paramref name="content"/> is the beginning of a longer file, so that compressed data may be cut off.</param>
    /// <param name="maxExpandedBytes">Bytes that a compressed text may expand to.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<OpenedContent> OpenAsync(DroppedContent content, bool isWhole, long maxExpandedBytes, CancellationToken cancellationToken)
    {
        Stream source = content.SupportsRanges ? new ReadAheadStream(content, RangesAhead) : await content.OpenReadAsync(cancellationToken).ConfigureAwait(false);
        var raw = new HashingStream(source);
        var bytes = new ReplayStream(raw);
        ReadOnlyMemory<byte> magic = await bytes.PeekAsync(4, cancellationToken).ConfigureAwait(false);
        if (magic.Span.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return new OpenedContent(raw, new ReplayStream(new BoundedStream(isWhole ? new SealedGzipStream(bytes) : new GZipStream(bytes, CompressionMode.Decompress), maxExpandedBytes)), ".gz");
        if (IsZstd(magic.Span))
            return new OpenedContent(raw, new ReplayStream(new BoundedStream(new ZstdTextStream(bytes, isWhole), maxExpandedBytes)), ".zst");
        return new OpenedContent(raw, bytes, "") { IsParquet = magic.Span.SequenceEqual("PAR1"u8) };
    }

    /// <summary>Whether the encoding that <see cref="DecodeAsync"/> took off is a guess.</summary>
    public bool EncodingIsGuess { get; private set; }

    /// <summary>Turns the text into UTF-8 without a byte order mark and without its first lines; names the encoding it had.</summary>
    /// <param name="declared">The encoding that <c>mapping.json</c> names, or null.</param>
    /// <param name="skippedLines">Lines to be dropped.</param>
    /// <param name="sampleBytes">How much of the text to judge by.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<string> DecodeAsync(string? declared, int skippedLines, int sampleBytes, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> sample = await Text.PeekAsync(sampleBytes, cancellationToken).ConfigureAwait(false);
        DetectedEncoding found = EncodingDetection.Detect(sample.Span, declared, skippedLines);
        Text.Skip(found.MarkLength);
        bool isWide = found.Encoding is UnicodeEncoding;
        if (skippedLines > 0 && !isWide)
        {
            // Only what follows tells how the rows are written.
            await LeadingLines.DropAsync(Text, skippedLines, sampleBytes, cancellationToken).ConfigureAwait(false);
            sample = await Text.PeekAsync(sampleBytes, cancellationToken).ConfigureAwait(false);
            found = EncodingDetection.Detect(sample.Span, found.MarkLength > 0 ? found.Name : declared);
            Text.Skip(found.MarkLength);
        }
        if (found.Encoding is not UTF8Encoding)
            Text = new ReplayStream(Encoding.CreateTranscodingStream(Text, found.Encoding, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)));
        if (isWide)
            await LeadingLines.DropAsync(Text, skippedLines, sampleBytes, cancellationToken).ConfigureAwait(false);
        EncodingIsGuess = found.IsGuess;
        return found.Name;
    }

    /// <summary>Whether an exception tells of damaged compressed data.</summary>
    public static bool IsDamage(Exception exception) => exception is InvalidDataException or ZstdSharp.ZstdException;

    /// <summary>What to tell of such an exception.</summary>
    public static string DamageOf(Exception exception) => $"the compressed data are damaged: {exception.Message.TrimEnd('.')}; compress the export again and drop it anew";

    // A frame, or one that is to be skipped, which parallel writers put first.
    private static bool IsZstd(ReadOnlySpan<byte> magic) =>
        magic.Length == 4 && (magic.SequenceEqual((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) || ((magic[0] & 0xF0) == 0x50 && magic[1..].SequenceEqual((ReadOnlySpan<byte>)[0x2A, 0x4D, 0x18])));

    /// <summary>Reads what is left; names the hash of the bytes as dropped.</summary>
    public Task<string> FinishAsync(CancellationToken cancellationToken) => raw.FinishAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Text.DisposeAsync().ConfigureAwait(false);
        await raw.DisposeAsync().ConfigureAwait(false);
    }
}
