using System.Buffers;

namespace ServerlessSeg.Core.Rfm;

/// <summary>A column of numbers for one computation, from the shared pool, so that the columns of a large base are not allocated anew each time.</summary>
internal readonly ref struct ScratchColumn(int length) : IDisposable
{
    private readonly double[] rented = ArrayPool<double>.Shared.Rent(length);

    /// <summary>The numbers, whose initial content is arbitrary.</summary>
    public Span<double> Values => rented.AsSpan(0, length);

    /// <summary>Gives the column back.</summary>
    public void Dispose() => ArrayPool<double>.Shared.Return(rented);
}
