using System.Globalization;
using System.Text;

namespace ServerlessSeg.Functions.Storage;

/// <summary>
/// Writes any text as a table key. Letters, digits and a few marks stay as they are, so that keys can be read; every other UTF-8
/// byte becomes <c>=XX</c>. Different texts give different keys.
/// </summary>
public static class TableKey
{
    private const string Kept = "-_.~ ()+,;!";

    /// <summary>The key of a text.</summary>
    public static string Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var key = new StringBuilder(text.Length + 8);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || Kept.Contains((char)b, StringComparison.Ordinal))
                key.Append((char)b);
            else
                key.Append('=').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        return key.ToString();
    }
}
