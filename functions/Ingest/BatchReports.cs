using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>
/// Reports of batches: in the batch's row, or where a report is longer than a row takes (an export of a thousand columns names them all), as a blob beside
/// the refused rows and shortened in the row.
/// </summary>
public sealed class BatchReports(StorageConnection storage)
{
    private const int ShownOfList = 20;
    private const int ShownOfText = 200;

    private readonly BlobContainerClient _container = storage.Blobs.GetBlobContainerClient(StorageNames.Rejects);

    /// <summary>The row with its report; what does not fit into it is stored first.</summary>
    public async Task<BatchRow> WithReportAsync(BatchRow row, BatchReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(report);
        string json = report.ToJson();
        if (json.Length <= TableText.MaxLength)
            return row with { Report = json };
        // A reading gives its name to all that is stored of it; a file that was not read has none yet.
        row = row with { Reading = row.Reading.Length == 0 ? DropReader.NewReading(row.BatchId) : row.Reading, IsReportShortened = true, Report = Shorten(report).ToJson() };
        return await OwnWrite.TryCreateAsync(_container.GetBlobClient(row.ReportName), BinaryData.FromString(json), cancellationToken).ConfigureAwait(false)
            ? row
            : throw new InvalidOperationException($"Report '{row.ReportName}' is there already.");
    }

    /// <summary>The whole report of a batch.</summary>
    public async Task<BatchReport> ReadAsync(BatchRow row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!row.IsReportShortened)
            return BatchReport.FromJson(row.Report);
        BlobDownloadResult whole = await _container.GetBlobClient(row.ReportName).DownloadContentAsync(cancellationToken).ConfigureAwait(false);
        return BatchReport.FromJson(whole.Content.ToString());
    }

    /// <summary>The report with the beginning of each list and text alone: whatever the file holds, it fits a row.</summary>
    private static BatchReport Shorten(BatchReport report) => report with
    {
        Mapping = report.Mapping is { } mapping
            ? mapping with
            {
                Columns = [.. mapping.Columns.Take(ShownOfList).Select(static column => column with { Name = Cut(column.Name) })],
                Ignored = Shorten(mapping.Ignored),
                Notes = Shorten(mapping.Notes),
            }
            : null,
        Failure = report.Failure is { } failure
            ? new MappingFailure(
                Shorten(failure.Problems),
                failure.LookedFor.ToDictionary(static role => role.Key, static role => (IReadOnlyList<string>)[.. role.Value.Take(ShownOfList)]),
                Shorten(failure.Found))
            : null,
        Currencies = [.. report.Currencies.Take(ShownOfList)],
    };

    private static string[] Shorten(IReadOnlyList<string> texts) => texts.Count <= ShownOfList
        ? [.. texts.Select(Cut)]
        : [.. texts.Take(ShownOfList).Select(Cut), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"… and {texts.Count - ShownOfList:N0} more")];

    private static string Cut(string text) => text.Length <= ShownOfText ? text : text[..ShownOfText] + "…";
}
