using System.Globalization;
using System.IO.Hashing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Ingest;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.StorageFaults.Scenarios;

/// <summary>All that a scenario leaves behind and that anybody may see, as lines that can be compared: batches, refused rows, ledger, runs, live snapshot.</summary>
internal static class EndState
{
    private static readonly string[] SnapshotFiles = ["customers.parquet", "model.json"];

    /// <param name="services">The app's.</param>
    /// <param name="countsFiles">Whether files that no batch names count too.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<IReadOnlyList<string>> ReadAsync(IServiceProvider services, bool countsFiles, CancellationToken cancellationToken)
    {
        List<string> lines = [];
        IReadOnlyList<BatchRow> rows = await services.GetRequiredService<BatchTable>().ListAsync(cancellationToken).ConfigureAwait(false);
        foreach ((BatchRow row, string? duplicateOf) in BatchCatalogue.Resolve(rows))
        {
            var report = BatchReport.FromJson(row.Report);
            lines.Add($"batch {row.Source}/{row.File} {row.Status}{(duplicateOf is null ? "" : " (duplicate)")} {row.ContentHash} {row.Mapping} {report.Rows} rejects {await RejectsAsync(services, row.BatchId, cancellationToken).ConfigureAwait(false)}");
        }
        await AddLedgerAsync(lines, services.GetRequiredService<ILedgerStore>(), BatchCatalogue.CommittedFiles(rows), cancellationToken).ConfigureAwait(false);
        foreach (RunRow run in await services.GetRequiredService<RunTable>().ListAsync(cancellationToken).ConfigureAwait(false))
            lines.Add($"run {run.Id} {run.Status} {run.Customers} {run.Error}");
        await AddSnapshotAsync(lines, services, cancellationToken).ConfigureAwait(false);
        if (countsFiles)
        {
            foreach (string container in new[] { StorageNames.Ledger, StorageNames.Rejects })
                lines.Add($"{container}: {await CountAsync(services, container, cancellationToken).ConfigureAwait(false)} files");
        }
        return lines;
    }

    private static async Task<string> RejectsAsync(IServiceProvider services, string batchId, CancellationToken cancellationToken)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        using var body = new MemoryStream();
        context.Response.Body = body;
        IResult result = await ActivatorUtilities.CreateInstance<BatchesApi>(services).RejectsAsync(context.Request, batchId, cancellationToken).ConfigureAwait(false);
        await result.ExecuteAsync(context).ConfigureAwait(false);
        return context.Response.StatusCode == 200 ? Hash(body.ToArray()) : context.Response.StatusCode.ToString(CultureInfo.InvariantCulture);
    }

    private static async Task AddLedgerAsync(List<string> lines, ILedgerStore ledger, IReadOnlyList<LedgerFile> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
            return;
        try
        {
            await using LedgerMerge merge = await LedgerMerge.OpenAsync(ledger, files, KeyRange.All, [], cancellationToken).ConfigureAwait(false);
            while (await merge.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                foreach (HistoryLine line in merge.Current.Lines.ToArray())
                    lines.Add(string.Create(CultureInfo.InvariantCulture, $"ledger {merge.Current.Id} {line}"));
            }
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            lines.Add($"ledger broken: {broken.Message}");
        }
    }

    private static async Task AddSnapshotAsync(List<string> lines, IServiceProvider services, CancellationToken cancellationToken)
    {
        ISnapshotStore store = services.GetRequiredService<ISnapshotStore>();
        if (await store.LiveAsync(cancellationToken).ConfigureAwait(false) is not { } run)
        {
            lines.Add("nothing is live");
            return;
        }
        if (await store.ReadManifestAsync(run, cancellationToken).ConfigureAwait(false) is not { } manifest)
        {
            lines.Add("live snapshot without a manifest");
            return;
        }
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"live {manifest.Run} {manifest.AsOf:O} {manifest.Customers} {manifest.Buyers} {manifest.Pages} {manifest.Totals.Net}"));
        for (int number = 0; number < manifest.Pages; number++)
        {
            if (await store.ReadPageAsync(run, number, cancellationToken).ConfigureAwait(false) is not { } page)
            {
                lines.Add($"page {number} missing");
                continue;
            }
            foreach (CustomerRecord c in page.ReadAll())
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"customer {c.Id} {c.RecencyDays} {c.Frequency} {c.Monetary} {c.R}{c.F}{c.M} {Convert.ToHexString(c.Segments)} {c.Clv.PAlive:R} {c.Clv.Predicted:R} {c.Clv.Low:R} {c.Clv.High:R}"));
        }
        List<string> files = [.. SnapshotFiles];
        foreach (string scheme in manifest.Schemes.Select(static scheme => scheme.Name))
        {
            IReadOnlyList<SegmentTotal> segments = await services.GetRequiredService<SegmentTable>().ReadAsync(run, scheme, cancellationToken).ConfigureAwait(false);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"scheme {scheme}: {string.Join(", ", segments.Select(static segment => $"{segment.Segment} {segment.Customers} {segment.Revenue}"))}"));
            files.AddRange(segments.Select(segment => SegmentFile.Path(scheme, segment.Segment)));
        }
        foreach (string file in files)
        {
            Stream? stream = await store.OpenFileAsync(run, file, cancellationToken).ConfigureAwait(false);
            lines.Add($"{file} {(stream is null ? "missing" : await HashAsync(stream, cancellationToken).ConfigureAwait(false))}");
        }
    }

    private static async Task<string> HashAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using (stream)
        {
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
            return Hash(content.ToArray());
        }
    }

    private static async Task<int> CountAsync(IServiceProvider services, string container, CancellationToken cancellationToken)
    {
        int count = 0;
        await foreach (var _ in services.GetRequiredService<StorageConnection>().Blobs.GetBlobContainerClient(container).GetBlobsAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
            count++;
        return count;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(XxHash128.Hash(content));
}
