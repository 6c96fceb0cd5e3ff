using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace ServerlessSeg.Core.Ingestion.Content;

/// <summary>An encoding as found.</summary>
/// <param name="Name">Its name in reports and mappings.</param>
/// <param name="Encoding">The encoding.</param>
/// <param name="MarkLength">Bytes of the byte order mark.</param>
/// <param name="IsGuess">Whether only the frequency of bytes tells it.</param>
internal sealed record DetectedEncoding(string Name, Encoding Encoding, int MarkLength, bool IsGuess = false);

/// <summary>
/// Finds the encoding of a text: byte order mark, then what is declared, then zeros in every second byte (UTF-16), then valid UTF-8, then
/// byte pairs that are common Chinese characters (GBK), else Windows-1252, of which Latin-1 is a part. A few broken characters among
/// many good ones do not make a text anything but UTF-8.
/// </summary>
internal static class EncodingDetection
{
    private const int GoodForOneBroken = 10;
    private const float LeastConfidence = 0.5f, SureConfidence = 0.9f;

    /// <summary>The encodings that are taken for found, by their names in the library that finds them; others are hardly met in exports.</summary>
    private static readonly Dictionary<string, string> Guessed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["windows-1250"] = "windows-1250", ["iso-8859-2"] = "iso-8859-2", ["windows-1251"] = "windows-1251", ["iso-8859-5"] = "iso-8859-5", ["koi8-r"] = "koi8-r", ["windows-1253"] = "windows-1253",
        ["iso-8859-7"] = "iso-8859-7", ["windows-1254"] = "windows-1254", ["iso-8859-9"] = "iso-8859-9", ["shift-jis"] = "shift_jis", ["euc-jp"] = "euc-jp", ["euc-kr"] = "euc-kr", ["cp949"] = "euc-kr",
        ["uhc"] = "euc-kr", ["ks_c_5601-1987"] = "euc-kr", ["big5"] = "big5", ["gb18030"] = "gbk", ["hz-gb-2312"] = "gbk", ["ibm866"] = "ibm866", ["cp866"] = "ibm866",
    };

    /// <summary>Finds the encoding.</summary>
    /// <param name="sample">The beginning of the text.</param>
    /// <param name="declared">A name of <see cref="TextEncoding"/>, or null.</param>
    /// <param name="skippedLines">Lines at the beginning that UTF-16 is not judged by.</param>
    public static DetectedEncoding Detect(ReadOnlySpan<byte> sample, string? declared, int skippedLines = 0)
    {
        if (sample.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            return Named("utf-8", 3);
        if (sample.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return Named("utf-16le", 2);
        if (sample.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Named("utf-16be", 2);
        if (declared is not null)
            return Named(declared, 0);
        ReadOnlySpan<byte> little = Below(sample, skippedLines, '\n', '\r');
        if (ZeroShare(little, 1) > 0.4 && ZeroShare(little, 0) < 0.1)
            return Named("utf-16le", 0);
        ReadOnlySpan<byte> big = Below(sample, skippedLines, '\u0A00', '\u0D00');
        if (ZeroShare(big, 0) > 0.4 && ZeroShare(big, 1) < 0.1)
            return Named("utf-16be", 0);
        if (IsUtf8(WithoutCutCharacter(sample)))
            return Named("utf-8", 0);
        return Guess(sample) with { IsGuess = true };
    }

    /// <summary>The encoding of a text that is none of Unicode, by what is frequent in it.</summary>
    private static DetectedEncoding Guess(ReadOnlySpan<byte> sample)
    {
        UtfUnknown.DetectionDetail? found = UtfUnknown.CharsetDetector.DetectFromBytes(sample.ToArray()).Detected;
        string? name = found is { Confidence: >= LeastConfidence } && Guessed.TryGetValue(found.EncodingName ?? "", out string? known) ? known : null;
        if (LooksLikeGbk(sample) && !(name is not null && found!.Confidence >= SureConfidence))
            return Named("gbk", 0);
        return Named(name ?? "windows-1252", 0);
    }

    private static DetectedEncoding Named(string name, int markLength) => new(name, TextEncoding.ByName(name)!, markLength);

    /// <summary>What follows the lines of a text of two bytes a character; all of it, where they do not end within it.</summary>
    private static ReadOnlySpan<byte> Below(ReadOnlySpan<byte> sample, int lines, char feed, char carriageReturn)
    {
        if (lines == 0)
            return sample;
        int end = LeadingLines.EndOf(MemoryMarshal.Cast<byte, char>(sample), lines, feed, carriageReturn, out int ended);
        return ended == lines ? sample[(end * sizeof(char))..] : sample;
    }

    private static bool IsUtf8(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
            return true;
        int good = 0;
        int broken = 0;
        while (!text.IsEmpty)
        {
            bool isCharacter = Rune.DecodeFromUtf8(text, out _, out int length) == OperationStatus.Done;
            good += isCharacter && length > 1 ? 1 : 0;
            broken += isCharacter ? 0 : 1;
            text = text[length..];
        }
        return good > GoodForOneBroken * broken;
    }

    private static double ZeroShare(ReadOnlySpan<byte> sample, int offset)
    {
        int zeros = 0;
        int all = 0;
        for (int i = offset; i < Math.Min(sample.Length, 4096); i += 2)
        {
            all++;
            zeros += sample[i] == 0 ? 1 : 0;
        }
        return all < 2 ? 0 : (double)zeros / all;
    }

    /// <summary>The sample without a character that its end may have cut.</summary>
    private static ReadOnlySpan<byte> WithoutCutCharacter(ReadOnlySpan<byte> sample)
    {
        for (int back = 1; back <= Math.Min(3, sample.Length); back++)
        {
            if (sample[^back] >= 0xC0)
                return sample[..^back];
            if (sample[^back] < 0x80)
                break;
        }
        return sample;
    }

    /// <summary>Whether the bytes beyond ASCII come in pairs, most of which are level 1 characters of GB 2312.</summary>
    private static bool LooksLikeGbk(ReadOnlySpan<byte> sample)
    {
        int pairs = 0;
        int common = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            if (sample[i] < 0x80)
                continue;
            if (i + 1 == sample.Length)
                break;
            byte trail = sample[i + 1];
            if (sample[i] is 0x80 or 0xFF || trail is < 0x40 or 0x7F or 0xFF)
                return false;
            pairs++;
            common += sample[i] is >= 0xB0 and <= 0xD7 && trail >= 0xA1 ? 1 : 0;
            i++;
        }
        return pairs > 0 && common * 2 > pairs;
    }
}
