using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>
/// Reads dates and times into microseconds since 1970-01-01T00:00:00Z. Remembers the day read last, as neighbouring rows mostly
/// share it; so one instance serves one thread.
/// </summary>
/// <param name="order">Order of day and month where a date depends on it.</param>
/// <param name="zone">Zone of times without an offset.</param>
/// <param name="formats">.NET custom formats; where given, nothing else is accepted. All of them name an offset (z or K), or none does.</param>
public sealed class InstantParser(DayMonthOrder order, TimeZoneInfo zone, IReadOnlyList<string>? formats = null)
{
    private const int IsoDayLength = 10;
    private const int MaxLength = 64;
    private readonly ZoneOffsets offsets = new(zone);
    private readonly string[]? exactFormats = formats is { Count: > 0 } ? [.. formats] : null;
    private readonly bool formatsNameOffset = formats?.Any(format => format.Contains('z', StringComparison.Ordinal) || format.Contains('K', StringComparison.Ordinal)) ?? false;
    private ulong lastDayHead;
    private ushort lastDayTail;
    private long lastDayMicros;

    /// <summary>What the dates so far say about the order of day and month.</summary>
    public DateEvidence Evidence { get; private set; }

    /// <summary>Reads an instant; false when the text is none.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        text = text.Trim((byte)' ');
        if (text.Length is 0 or > MaxLength)
            return false;
        if (exactFormats is not null)
            return TryParseExact(text, exactFormats, out micros);
        return TryParseIso(text, out micros) || TryParseOther(text, out micros);
    }

    private bool TryParseIso(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length < IsoDayLength || text[4] != (byte)'-' || text[7] != (byte)'-' || !TryDay(text, out long day))
            return false;
        if (text.Length == IsoDayLength)
        {
            micros = offsets.ToUtc(day);
            return true;
        }
        bool isInstant = text.Length == 20 && text[19] == (byte)'Z';
        if ((isInstant || text.Length == 19) && text[10] is (byte)' ' or (byte)'T' && TryClock(text[11..], out long clock))
        {
            micros = isInstant ? day + clock : offsets.ToUtc(day + clock);
            return true;
        }
        var cursor = new TextCursor(text[IsoDayLength..]);
        return TryFinish(ref cursor, day, out micros);
    }

    private bool TryDay(ReadOnlySpan<byte> text, out long dayMicros)
    {
        ulong head = BinaryPrimitives.ReadUInt64LittleEndian(text);
        ushort tail = BinaryPrimitives.ReadUInt16LittleEndian(text[8..]);
        if (head == lastDayHead && tail == lastDayTail)
        {
            dayMicros = lastDayMicros;
            return true;
        }
        dayMicros = 0;
        int year = Pair(text, 0) * 100 + Pair(text, 2);
        int month = Pair(text, 5);
        int day = Pair(text, 8);
        if (Pair(text, 0) < 0 || Pair(text, 2) < 0 || !CivilDate.TryDays(year, month, day, out int days))
            return false;
        dayMicros = days * CivilDate.MicrosPerDay;
        (lastDayHead, lastDayTail, lastDayMicros) = (head, tail, dayMicros);
        return true;
    }

    private static bool TryClock(ReadOnlySpan<byte> text, out long micros)
    {
        int hour = Pair(text, 0);
        int minute = Pair(text, 3);
        int second = Pair(text, 6);
        micros = ((hour * 60L + minute) * 60 + second) * CivilDate.MicrosPerSecond;
        return text[2] == (byte)':' && text[5] == (byte)':' && (uint)hour < 24 && (uint)minute < 60 && (uint)second < 60;
    }

    /// <summary>Two digits as a number; far below 0 when they are none.</summary>
    private static int Pair(ReadOnlySpan<byte> text, int at)
    {
        uint tens = (uint)(text[at] - '0');
        uint ones = (uint)(text[at + 1] - '0');
        return tens <= 9 && ones <= 9 ? (int)(tens * 10 + ones) : -1_000;
    }

    private bool TryParseOther(ReadOnlySpan<byte> text, out long micros)
    {
        if (UnixTime.TryParse(text, out micros))
            return true;
        var cursor = new TextCursor(text);
        DateEvidence evidence = Evidence;
        bool isDay = CalendarDate.TryRead(ref cursor, order, ref evidence, out int days);
        Evidence = evidence;
        return isDay && TryFinish(ref cursor, days * CivilDate.MicrosPerDay, out micros);
    }

    private bool TryFinish(ref TextCursor cursor, long day, out long micros)
    {
        micros = 0;
        if (!TimeOfDay.TryRead(ref cursor, out long clock, out long offset, out bool hasOffset))
            return false;
        micros = hasOffset ? day + clock - offset : offsets.ToUtc(day + clock);
        return true;
    }

    private bool TryParseExact(ReadOnlySpan<byte> text, string[] exact, out long micros)
    {
        micros = 0;
        Span<char> characters = stackalloc char[MaxLength];
        if (!Encoding.UTF8.TryGetChars(text, characters, out int length))
            return false;
        if (!DateTimeOffset.TryParseExact(characters[..length], exact, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant))
            return false;
        long local = (instant.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        micros = formatsNameOffset ? local : offsets.ToUtc(local);
        return true;
    }
}
