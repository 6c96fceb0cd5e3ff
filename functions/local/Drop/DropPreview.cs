using System.Globalization;
using Azure.Storage.Blobs;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.LocalHost.Azurite;
using ServerlessSeg.LocalHost.Hosting;

namespace ServerlessSeg.LocalHost.Drop;

/// <summary>Prints how a file would be understood, with the settings that the app has; nothing is uploaded, nothing listens, and no worker runs.</summary>
internal static class DropPreview
{
    private const string Section = "ServerlessSeg";

    /// <summary>Looks at the file under the <c>mapping.json</c> beside it, or else under that of the source that was named; 0 when it would be read and count.</summary>
    /// <exception cref="StartFailedException">A setting cannot be used, or storage is needed and does not answer.</exception>
    public static async Task<int> RunAsync(DropArguments arguments, LocalConfiguration configuration, CancellationToken cancellationToken)
    {
        IngestOptions options = OptionsOf(configuration);
        BatchPreview preview;
        try
        {
            (MappingOverride? mapping, string? problem) = await MappingOfAsync(arguments, configuration, cancellationToken).ConfigureAwait(false);
            var content = new FileContent(arguments.Preview!);
            preview = problem is not null
                ? new BatchPreview { File = content.Name, Failure = MappingFailure.Of(problem) }
                : await new BatchPreviewer(options, TimeProvider.System).PreviewAsync(content, mapping, contentIsWhole: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"'{arguments.Preview}' cannot be read: {unreadable.Message}".AsMemory(), cancellationToken).ConfigureAwait(false);
            return 1;
        }
        Print(Console.Out, preview);
        return preview.Failure is null && !(preview.IsWhole && (preview.Question is not null || preview.WouldBeHeld)) ? 0 : 1;
    }

    private static IngestOptions OptionsOf(LocalConfiguration configuration)
    {
        var defaults = new IngestOptions();
        List<string> problems = [];
        string timeZone = Text("TimeZone") ?? defaults.TimeZone;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _))
            problems.Add($"{Section}__TimeZone is '{timeZone}', which is not a time zone; write it as Europe/Berlin.");
        IngestOptions options = defaults with
        {
            TimeZone = timeZone,
            MaxRejectRate = Number("MaximumRejectRate", defaults.MaxRejectRate, 0, 1),
            MaxRows = Number("MaximumRows", defaults.MaxRows, 1, long.MaxValue),
            MaxExpandedBytes = Number("MaximumExpandedBytes", defaults.MaxExpandedBytes, 1 << 20, long.MaxValue),
            MaxListedRejects = Number("MaximumListedRejects", defaults.MaxListedRejects, 0, long.MaxValue),
        };
        return problems.Count == 0 ? options : throw new StartFailedException(string.Join(' ', problems));

        string? Text(string name) => configuration.Values[$"{Section}:{name}"] is { Length: > 0 } value ? value : null;

        T Number<T>(string name, T otherwise, T low, T high)
            where T : ISpanParsable<T>, IComparable<T>
        {
            if (Text(name) is not { } text)
                return otherwise;
            if (T.TryParse(text, CultureInfo.InvariantCulture, out T? value) && value.CompareTo(low) >= 0 && value.CompareTo(high) <= 0)
                return value;
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{Section}__{name} is '{text}'; it must lie between {low} and {high}."));
            return otherwise;
        }
    }

    // Storage only where the mapping of a source that was named lies there.
    private static async Task<(MappingOverride? Mapping, string? Problem)> MappingOfAsync(DropArguments arguments, LocalConfiguration configuration, CancellationToken cancellationToken)
    {
        string beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(arguments.Preview!))!, DropZone.MappingFile);
        if (File.Exists(beside))
            return Parse(await File.ReadAllBytesAsync(beside, cancellationToken).ConfigureAwait(false));
        if (!arguments.NamesSource)
            return (null, null);
        // Output is the preview's alone; what the emulator says while it starts goes where errors go.
        AzuriteProcess? emulator = configuration.UsesDevelopmentStorage ? await DevelopmentStorage.EnsureAsync(Console.Error, cancellationToken).ConfigureAwait(false) : null;
        try
        {
            BlobServiceClient storage = new StorageClients(configuration.Values).Blobs();
            byte[]? json = await SourceMappingFile.ReadAsync(storage, configuration.TrustsDropZone, arguments.Source, cancellationToken).ConfigureAwait(false);
            return json is null ? (null, null) : Parse(json);
        }
        finally
        {
            if (emulator is not null)
                await emulator.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static (MappingOverride? Mapping, string? Problem) Parse(byte[] json)
    {
        try
        {
            return (MappingOverride.Parse(json), null);
        }
        catch (FormatException wrong)
        {
            return (null, wrong.Message);
        }
    }

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
            $"{preview.File}: {(preview.IsWhole ? "all" : "the first")} {preview.Rows.Read:N0} rows looked at, {preview.Rows.Accepted:N0} would be accepted, {preview.Rows.Rejected:N0} rejected{DropReport.LeftOut(preview.Rows)}"));
        if (preview.WouldBeHeld)
            DropReport.PrintHeld(output);
        if (preview.Mapping is { } mapping)
            Print(output, mapping);
        if (preview.Question is { } question)
            output.WriteLine("  question: " + question);
        if (preview.ProposedMapping is { } proposed)
            DropReport.PrintMapping(output, proposed);
        foreach (PreviewRow row in preview.FirstRows)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {row.OccurredAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} {row.Kind,-8} {row.Amount,14:0.00##} {row.Currency,-3} customer {row.CustomerId}, order {row.OrderId ?? "–"}"));
        }
        foreach ((string reason, long rows) in preview.LeftOut)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  left out {reason}: {rows:N0}"));
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
