using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Ingest;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Drop;

/// <summary>Prints how a file would be understood; nothing is uploaded.</summary>
internal static class DropPreview
{
    /// <summary>Looks at the file under the <c>mapping.json</c> beside it, or else under that of the source; 0 when it would be read.</summary>
    public static async Task<int> RunAsync(IServiceProvider services, string path, string source, CancellationToken cancellationToken)
    {
        string beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, StorageNames.MappingFile);
        SourceMapping mapping = File.Exists(beside)
            ? SourceMapping.Of(await File.ReadAllBytesAsync(beside, cancellationToken).ConfigureAwait(false))
            : await services.GetRequiredService<SourceMappings>().ReadAsync(source, cancellationToken).ConfigureAwait(false);
        BatchPreview preview = await services.GetRequiredService<PreviewReader>()
            .ReadAsync(new FileContent(path), isWhole: true, mapping, cancellationToken).ConfigureAwait(false);
        Print(Console.Out, preview);
        return preview.Failure is null ? 0 : 1;
    }

    /// <summary>Mapping, first rows, and what would be refused.</summary>
    public static void Print(TextWriter output, BatchPreview preview)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{preview.File}: {(preview.IsWhole ? "all" : "the first")} {preview.Rows.Read:N0} rows looked at, {preview.Rows.Accepted:N0} would be accepted, {preview.Rows.Rejected:N0} rejected"));
        foreach (string problem in preview.Failure?.Problems ?? [])
            output.WriteLine("  problem: " + problem);
        if (preview.Mapping is { } mapping)
            Print(output, mapping);
        if (preview.Question is { } question)
            output.WriteLine("  question: " + question);
        foreach (PreviewRow row in preview.FirstRows)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {row.OccurredAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} {row.Kind,-8} {row.Amount,14:0.00##} {row.Currency,-3} customer {row.CustomerId}, order {row.OrderId ?? "–"}"));
        }
        foreach ((string code, long rows) in preview.RejectsByReason)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  rejected {code}: {rows:N0}"));
        foreach (RowReject reject in preview.FirstRejects)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  line {reject.Line}, column {reject.Column}: {reject.Reason} ({reject.Value})"));
    }

    private static void Print(TextWriter output, MappingReport mapping)
    {
        string layout = string.Join(", ", new[] { mapping.Format, mapping.Encoding, mapping.Delimiter is null ? null : $"delimiter {mapping.Delimiter}" }.OfType<string>());
        output.WriteLine($"  {layout}; decimal {mapping.DecimalStyle}; time zone {mapping.TimeZone}");
        foreach (MappedColumn column in mapping.Columns)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  column {column.Position} {column.Name}: {column.Role}"));
        if (mapping.Ignored.Count > 0)
            output.WriteLine("  ignored: " + string.Join(", ", mapping.Ignored));
        foreach (string note in mapping.Notes)
            output.WriteLine("  note: " + note);
    }
}
