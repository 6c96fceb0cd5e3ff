using System.Globalization;

namespace ServerlessSeg.Core.Ingestion.Content;

/// <summary>A file is larger than the limits allow.</summary>
internal sealed class ContentLimitException(string message) : Exception(message)
{
    /// <summary>A compressed text expands to too much.</summary>
    public static ContentLimitException Expanded(long maxBytes) => new(string.Create(
        CultureInfo.InvariantCulture, $"the compressed text expands to more than {maxBytes:N0} bytes; split the export, or raise the limit"));

    /// <summary>There are too many rows.</summary>
    public static ContentLimitException Rows(long maxRows) => new(string.Create(
        CultureInfo.InvariantCulture, $"the file has more than {maxRows:N0} rows; split the export, or raise the limit"));
}
