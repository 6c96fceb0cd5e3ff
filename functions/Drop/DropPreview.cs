using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Ingest;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.LocalRuntime;

namespace ServerlessSeg.Functions.Drop;

/// <summary>Prints how a file would be understood; nothing is uploaded.</summary>
internal static class DropPreview
{
    /// <summary>Storage only where the mapping of a source that was named lies there.</summary>
    public static LocalCommandNeeds NeedsOf(DropArguments arguments) =>
        arguments.NamesSource && !File.Exists(MappingBeside(arguments.Preview!)) ? LocalCommandNeeds.Storage : LocalCommandNeeds.Nothing;

    /// <summary>Looks at the file under the <c>mapping.json</c> beside it, or else under that of the source that was named; 0 when it would be read and count.</summary>
    public static async Task<int> RunAsync(IServiceProvider services, DropArguments arguments, CancellationToken cancellationToken)
    {
        BatchPreview preview;
        try
        {
            SourceMapping mapping = await MappingOfAsync(services, arguments, cancellationToken).ConfigureAwait(false);
            preview = await services.GetRequiredService<PreviewReader>()
                .ReadAsync(new FileContent(arguments.Preview!), isWhole: true, mapping, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"'{arguments.Preview}' cannot be read: {unreadable.Message}".AsMemory(), cancellationToken).ConfigureAwait(false);
            return 1;
        }
        Print(Console.Out, preview);
        return preview.Failure is null && !(preview.IsWhole && (preview.Question is not null || preview.WouldBeHeld)) ? 0 : 1;
    }

    private static async Task<SourceMapping> MappingOfAsync(IServiceProvider services, DropArguments arguments, CancellationToken cancellationToken)
    {
        string beside = MappingBeside(arguments.Preview!);
        if (File.Exists(beside))
            return SourceMapping.Of(await File.ReadAllBytesAsync(beside, cancellationToken).ConfigureAwait(false));
        return arguments.NamesSource
            ? await services.GetRequiredService<SourceMappings>().ReadAsync(arguments.Source, cancellationToken).ConfigureAwait(false)
            : SourceMapping.None;
    }

    private static string MappingBeside(string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, StorageNames.MappingFile);

    /// <summary>Mapping, first rows, and what would be refused.</summary>
    public static void Print(TextWriter output, BatchPreview preview)
    {
        if (preview.Failure is { } failure)
        {
            output.WriteLine($"{preview.File}: cannot be read");
            DropReport.Print(output, failure);
            return;
        }
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{preview.File}: {(preview.IsWhole ? "all" : "the first")} {preview.Rows.Read:N0} rows looked at, {preview.Rows.Accepted:N0} would be accepted, {preview.Rows.Rejected:N0} rejected"));
        if (preview.WouldBeHeld)
            DropReport.PrintHeld(output);
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
