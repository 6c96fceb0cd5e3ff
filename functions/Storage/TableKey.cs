using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace ServerlessSeg.Functions.Storage;

/// <summary>
/// Writes any text as a table key. Letters, digits and a few marks stay as they are, so that keys can be read; every other UTF-8
/// byte becomes <c>=XX</c>. A key that would be longer than a table takes keeps its beginning and ends in a hash. Different texts give different keys.
/// </summary>
public static class TableKey
{
    /// <summary>Most characters of a partition or row key: 1 KiB of UTF-16.</summary>
    public const int MaxLength = 512;

    private const string Kept = "-_.~ ()+,;!";
    // No encoded text holds this, since '=' is always followed by two hexadecimal digits.
    private const string HashMark = "=h";
    private const int KeptOfLongText = 400;

    /// <summary>The key of a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="ending">What the key ends in besides; up to 64 characters that a key may hold.</param>
    public static string Encode(string text, string ending = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(ending);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        var key = new StringBuilder(text.Length + 8);
        foreach (byte b in utf8)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || Kept.Contains((char)b, StringComparison.Ordinal))
                key.Append((char)b);
            else
                key.Append('=').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        if (key.Length + ending.Length > MaxLength)
        {
            key.Length = KeptOfLongText;
            key.Append(HashMark).Append(Convert.ToHexStringLower(XxHash128.Hash(utf8)));
        }
        return key.Append(ending).ToString();
    }
}
