using System.Buffers;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// The list of one segment while it is written. Storage takes one half of its memory while the other half is filled, so that nobody waits
/// for a list that grows more slowly than storage takes it. Nothing is created before the first line.
/// </summary>
internal sealed class SegmentList(Func<CancellationToken, Task<Stream>> create) : IAsyncDisposable
{
    private const int FlushBytes = 1 << 18;

    private ArrayBufferWriter<byte>? _filling, _leaving;
    private Stream? _stream;
    private Task _writing = Task.CompletedTask;

    /// <summary>Appends one line.</summary>
    public ValueTask AppendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        if (_filling is null)
        {
            _filling = new ArrayBufferWriter<byte>();
            _filling.Write(SegmentFile.Header);
        }
        _filling.Write(line.Span);
        return _filling.WrittenCount < FlushBytes ? ValueTask.CompletedTask : new ValueTask(FlushAsync(cancellationToken));
    }

    /// <summary>Writes what is left.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_filling is not null)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // What went wrong with a write that nobody waits for any more went wrong with the whole.
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_stream is not null)
            await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.ConfigureAwait(false);
        (_filling, _leaving) = (_leaving ?? new ArrayBufferWriter<byte>(), _filling!);
        _filling.ResetWrittenCount();
        _writing = WriteAsync(_leaving.WrittenMemory, cancellationToken);
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _stream ??= await create(cancellationToken).ConfigureAwait(false);
        await _stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }
}
