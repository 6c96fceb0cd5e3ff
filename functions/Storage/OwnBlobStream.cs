using System.Globalization;
using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace ServerlessSeg.Functions.Storage;

/// <summary>
/// Writes a block blob that nobody else has: the blocks first, and then, when it is disposed of, the list of them on the condition that the
/// name is free. A short blob takes one request. The SDK's own stream makes an empty blob first and takes its own lost reply for somebody else's write.
/// </summary>
internal sealed class OwnBlobStream(BlockBlobClient blob, string mark) : Stream
{
    private const int BlockBytes = 4 << 20;

    private readonly List<string> _blocks = [];
    private byte[] _block = new byte[64 << 10];
    private int _used;
    private long _length;
    private bool _ended, _failed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !_ended;

    public override long Length => _length;

    public override long Position { get => _length; set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        while (!buffer.IsEmpty)
        {
            if (_used == BlockBytes)
                await StageAsync(cancellationToken).ConfigureAwait(false);
            buffer = buffer[Take(buffer.Span)..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        while (!buffer.IsEmpty)
        {
            if (_used == BlockBytes)
                Stage();
            buffer = buffer[Take(buffer)..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Nothing is to be seen before the end, so there is nothing to flush.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (!_ended)
            await CompleteAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        // Writers that know only the synchronous end, such as archives and Parquet files, end here.
        if (disposing && !_ended)
            CompleteAsync().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    private async Task CompleteAsync()
    {
        _ended = true;
        // Half a blob is none: what could not be written is not committed either, and whoever wrote knows by the exception.
        if (_failed)
            return;
        try
        {
            if (_blocks.Count == 0)
            {
                await blob.UploadAsync(Content(), new BlobUploadOptions { Conditions = OwnWrite.Absent(), Metadata = OwnWrite.Metadata(mark) }, CancellationToken.None).ConfigureAwait(false);
            }
            else
            {
                if (_used > 0)
                    await StageAsync(CancellationToken.None).ConfigureAwait(false);
                await blob.CommitBlockListAsync(_blocks, new CommitBlockListOptions { Conditions = OwnWrite.Absent(), Metadata = OwnWrite.Metadata(mark) }, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (RequestFailedException refused) when (refused.Status is 409 or 412)
        {
            if (!await OwnWrite.IsThereAsync(blob, mark, CancellationToken.None).ConfigureAwait(false))
                throw new IOException($"'{blob.BlobContainerName}/{blob.Name}' is there already and was not written by this attempt.", refused);
        }
    }

    private int Take(ReadOnlySpan<byte> from)
    {
        int taken = Math.Min(from.Length, BlockBytes - _used);
        if (_used + taken > _block.Length)
            Array.Resize(ref _block, Math.Min(BlockBytes, Math.Max(_block.Length * 2, _used + taken)));
        from[..taken].CopyTo(_block.AsSpan(_used));
        _used += taken;
        _length += taken;
        return taken;
    }

    // A block that arrives twice under its name is one block.
    private async Task StageAsync(CancellationToken cancellationToken)
    {
        _failed = true;
        await blob.StageBlockAsync(NextBlock(), Content(), cancellationToken: cancellationToken).ConfigureAwait(false);
        (_used, _failed) = (0, false);
    }

    private void Stage()
    {
        _failed = true;
        blob.StageBlock(NextBlock(), Content());
        (_used, _failed) = (0, false);
    }

    private MemoryStream Content() => new(_block, 0, _used, writable: false);

    // The mark is part of the block's name: blocks that another attempt left uncommitted are none of ours.
    private string NextBlock()
    {
        _blocks.Add(Convert.ToBase64String(Encoding.ASCII.GetBytes(mark + _blocks.Count.ToString("D8", CultureInfo.InvariantCulture))));
        return _blocks[^1];
    }
}
