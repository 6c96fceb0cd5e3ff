using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>
/// Reads the times of day of ISO 8601 as databases write them: 21:28:03.
/// </summary>
internal static class PlainClock
{
    private const ulong Colons = 0x00003A00003A0000, ColonBytes = 0x0000FF0000FF0000;
    private const ulong TensOfDigits = 0x3030003030003030, HighHalves = 0xF0F000F0F000F0F0;
    private const ulong BeyondNine = 0x0606000606000606;

    /// <summary>Microseconds since midnight of eight bytes such as 21:28:03; false where they are no time of day.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> text, out long micros)
    {
        ulong bytes = BinaryPrimitives.ReadUInt64LittleEndian(text);
        ulong digits = bytes & 0x0F0F000F0F000F0F;
        ulong pairs = (digits * 10) + (digits >> 8);
        uint hour = (byte)pairs, minute = (byte)(pairs >> 24), second = (byte)(pairs >> 48);
        micros = ((hour * 60L + minute) * 60 + second) * CivilDate.MicrosPerSecond;
        bool isWritten = (bytes & (ColonBytes | HighHalves)) == (Colons | TensOfDigits) && ((digits + BeyondNine) & HighHalves) == 0;
        return isWritten && hour < 24 && minute < 60 && second < 60;
    }
}
