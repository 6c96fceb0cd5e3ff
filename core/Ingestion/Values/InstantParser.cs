using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>
/// Reads dates and times into microseconds since 1970-01-01T00:00:00Z. Remembers the day read last, as neighbouring rows mostly
/// share it; so one instance serves one thread.
/// </summary>
/// <param name="order">Order of day and month where a date depends on it.</param>
/// <param name="zone">Zone of times without an offset.</param>
/// <param name="formats">.NET custom formats, all of which name an offset (z or K) or none does, and "excel" for the day numbers of spreadsheets; where given, nothing else is accepted.</param>
public sealed class InstantParser(DayMonthOrder order, TimeZoneInfo zone, IReadOnlyList<string>? formats = null)
{
    private const int IsoDayLength = 10, ClockEnd = 19;
    private const int MaxLength = 64;
    private readonly ZoneOffsets offsets = new(zone);
    private readonly string[]? exactFormats = formats is { Count: > 0 } ? [.. formats.Where(static format => !SerialDate.IsFormat(format))] : null;
    private readonly bool readsSerials = formats?.Any(SerialDate.IsFormat) ?? false;
    private readonly bool formatsNameOffset = formats?.Any(NamesOffset) ?? false;
    private ulong lastDayHead;
    private ushort lastDayTail;
    private long lastDayMicros;

    /// <summary>What the dates so far say about the order of day and month.</summary>
    public DateEvidence Evidence { get; private set; }

    /// <summary>Whether dates of a format tell their offset: by z or K, or as the round-trip and the universal formats of one letter do.</summary>
    internal static bool NamesOffset(string format) => format is "o" or "O" or "r" or "R" or "u" || format.AsSpan().ContainsAny('z', 'K');

    /// <summary>Reads an instant; false when the text is none.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out long micros)
    {
        if (TryParsePlain(text, out micros))
            return true;
        micros = 0;
        text = Blanks.Trim(text);
        // What a spreadsheet is told a text by.
        if (text is [(byte)'\'', _, ..])
            text = text[1..];
        if (text.Length is 0 or > MaxLength)
            return false;
        if (exactFormats is not null)
            return TryParseExact(text, exactFormats, out micros) || TryParseSerial(text, out micros);
        return TryParseIso(text, out micros) || TryParseOther(text, out micros);
    }

    /// <summary>Reads a day and a time of day to the second, as databases write them; false says nothing of other dates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryParsePlain(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        bool isInstant = text.Length == ClockEnd + 1 && text[ClockEnd] == (byte)'Z';
        if ((text.Length != ClockEnd && !isInstant) || exactFormats is not null || text[IsoDayLength] is not ((byte)' ' or (byte)'T') || !TryIsoDay(text, out long day)
            || !PlainClock.TryRead(text.Slice(IsoDayLength + 1, sizeof(ulong)), out long clock))
            return false;
        micros = isInstant ? day + clock : offsets.ToUtc(day + clock);
        return true;
    }

    private bool TryParseIso(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length < IsoDayLength || !TryIsoDay(text, out long day))
            return false;
        if (text.Length == IsoDayLength)
        {
            micros = offsets.ToUtc(day);
            return true;
        }
        var cursor = new TextCursor(text[IsoDayLength..]);
        return TryFinish(ref cursor, day, out micros);
    }

    // Mostly a row is of the day of the one before it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryIsoDay(ReadOnlySpan<byte> text, out long dayMicros)
    {
        ulong head = BinaryPrimitives.ReadUInt64LittleEndian(text);
        ushort tail = BinaryPrimitives.ReadUInt16LittleEndian(text[8..]);
        if (head == lastDayHead && tail == lastDayTail)
        {
            dayMicros = lastDayMicros;
            return true;
        }
        return TryOtherDay(text, head, tail, out dayMicros);
    }

    private bool TryOtherDay(ReadOnlySpan<byte> text, ulong head, ushort tail, out long dayMicros)
    {
        dayMicros = 0;
        int year = Pair(text, 0) * 100 + Pair(text, 2);
        int month = Pair(text, 5);
        int day = Pair(text, 8);
        if (text[4] != (byte)'-' || text[7] != (byte)'-' || Pair(text, 0) < 0 || Pair(text, 2) < 0 || !CivilDate.TryDays(year, month, day, out int days))
            return false;
        dayMicros = days * CivilDate.MicrosPerDay;
        (lastDayHead, lastDayTail, lastDayMicros) = (head, tail, dayMicros);
        return true;
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
        if (UnixTime.TryParse(text, out micros) || UnixTime.TryParseWrapped(text, out micros))
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

    private bool TryParseSerial(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (!readsSerials || !SerialDate.TryParse(text, out long local))
            return false;
        micros = offsets.ToUtc(local);
        return true;
    }

    private bool TryParseExact(ReadOnlySpan<byte> text, string[] exact, out long micros)
    {
        micros = 0;
        if (exact.Length == 0)
            return false;
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
