using System.Text;

namespace ServerlessSeg.Core.Ingestion.Content;

/// <summary>The encodings that a text may be declared to have.</summary>
internal static class TextEncoding
{
    /// <summary>The usual names; those of all code pages are accepted.</summary>
    public static IReadOnlyList<string> Names { get; } = ["utf-8", "utf-16le", "utf-16be", "latin-1", "windows-1252", "windows-1250", "windows-1251", "windows-1254", "gbk", "big5", "shift_jis", "euc-jp", "euc-kr"];

    /// <summary>The encoding, or null when the name is not known.</summary>
    public static Encoding? ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.ToUpperInvariant() switch
        {
            "UTF-8" or "UTF8" => Encoding.UTF8,
            "UTF-16" or "UTF-16LE" => Encoding.Unicode,
            "UTF-16BE" => Encoding.BigEndianUnicode,
            "LATIN-1" or "ISO-8859-1" => Encoding.Latin1,
            "WINDOWS-1252" or "CP1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252),
            "GBK" or "GB2312" or "GB18030" => CodePagesEncodingProvider.Instance.GetEncoding("GB18030"),
            _ => CodePagesEncodingProvider.Instance.GetEncoding(name),
        };
    }
}
