using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Asks for memory early, which hides most of the wait where places are scattered. Does nothing on processors without the instruction.</summary>
internal static class RecordMemory
{
    private const int CacheLine = 64;

    /// <summary>Asks for the first bytes of a record, which mostly reaches into a second cache line; asking behind the array does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(byte[] bytes, int offset)
    {
        if (!Sse.IsSupported)
            return;
        void* record = Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bytes), offset));
        Sse.Prefetch0(record);
        Sse.Prefetch0((byte*)record + CacheLine);
    }
}
