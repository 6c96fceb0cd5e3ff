using System.Globalization;
using System.Text;
using Azure.Data.Tables;

namespace ServerlessSeg.Functions.Storage;

/// <summary>Texts that may be longer than one property of a table takes, cut into several: <c>Name</c>, <c>Name2</c>, <c>Name3</c> and so on.</summary>
internal static class TableText
{
    /// <summary>Most characters of a property: 64 KiB of UTF-16, with some room.</summary>
    public const int MaxLength = 30_000;

    /// <summary>Stores a text.</summary>
    public static void Put(TableEntity entity, string name, string text)
    {
        for (int part = 0; part == 0 || part * MaxLength < text.Length; part++)
            entity[Property(name, part)] = text.Substring(part * MaxLength, Math.Min(MaxLength, text.Length - (part * MaxLength)));
    }

    /// <summary>Reads it back.</summary>
    public static string Get(TableEntity entity, string name)
    {
        var text = new StringBuilder();
        for (int part = 0; entity.GetString(Property(name, part)) is { } piece; part++)
            text.Append(piece);
        return text.ToString();
    }

    private static string Property(string name, int part) => part == 0 ? name : name + (part + 1).ToString(CultureInfo.InvariantCulture);
}
