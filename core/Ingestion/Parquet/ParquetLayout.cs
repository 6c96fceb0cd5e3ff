using ServerlessSeg.Core.Ingestion.Content;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Rows;

namespace ServerlessSeg.Core.Ingestion.Parquet;

/// <summary>The layout of a Parquet file: its supported top-level columns, mapped like those of a text.</summary>
internal sealed class ParquetLayout(DroppedContent content, IReadOnlyList<int> places) : FileLayout
{
    private const int SampleRows = 1_000;

    /// <inheritdoc />
    public override string Format => "parquet";

    /// <summary>Reads the footer and the first rows.</summary>
    /// <exception cref="ParquetFormatException">The file is damaged.</exception>
    public static async Task<ParquetLayout> FindAsync(DroppedContent content, MappingOverride? given, CancellationToken cancellationToken)
    {
        Stream stream = await SeekableContent.OpenAsync(content, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            ParquetTransactionReader file = await ParquetTransactionReader.OpenAsync(stream, cancellationToken).ConfigureAwait(false);
            await using (file.ConfigureAwait(false))
                return await FindAsync(content, file, given, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public override IRowBlocks OpenBlocks(SchemaMapping mapping, IngestOptions options) =>
        new ParquetBlocks(content, mapping, places, TimeZoneInfo.FindSystemTimeZoneById(mapping.Given?.TimeZone ?? options.TimeZone));

    private static async Task<ParquetLayout> FindAsync(DroppedContent content, ParquetTransactionReader file, MappingOverride? given, CancellationToken cancellationToken)
    {
        int[] places = [.. Enumerable.Range(0, file.Columns.Count).Where(place => file.Columns[place].Kind != ParquetColumnKind.Unsupported)];
        string[] header = [.. places.Select(place => file.Columns[place].Name)];
        var unread = new List<string>(file.Columns.Where(column => column.Kind == ParquetColumnKind.Unsupported).Select(column => $"column '{column.Name}' cannot be read: {column.Reason}"));
        IReadOnlyList<IReadOnlyList<string>> rows = await SampleAsync(file, places, given, unread, cancellationToken).ConfigureAwait(false);
        var numeric = Enumerable.Range(0, places.Length).Where(column => file.Columns[places[column]].Kind != ParquetColumnKind.Text).ToHashSet();
        bool resolved = SchemaMapping.TryResolve(header, rows, given, numeric, out SchemaMapping? mapping, out MappingFailure? failure);
        if (!resolved)
            return new ParquetLayout(content, places) { Failure = failure! with { Problems = [.. failure.Problems, .. unread] } };
        return new ParquetLayout(content, places)
        {
            Mapping = mapping!.WithNotes([.. unread, .. FloatIds(file, places, mapping), .. KeysOfTexts(given)]),
        };
    }

    private static IEnumerable<string> FloatIds(ParquetTransactionReader file, int[] places, SchemaMapping mapping)
    {
        int column = mapping.ColumnOf(ColumnRole.Customer);
        if (file.Columns[places[column]].Kind == ParquetColumnKind.Floating)
            yield return "customer ids are stored as floating-point numbers; whole ones are read without decimals";
    }

    private static IEnumerable<string> KeysOfTexts(MappingOverride? given)
    {
        if (given?.SkipLines > 0)
            yield return "skipLines of mapping.json is of texts only, and does not apply to a Parquet file";
    }

    /// <summary>The first rows of the first row group.</summary>
    private static async Task<IReadOnlyList<IReadOnlyList<string>>> SampleAsync(
        ParquetTransactionReader file, int[] places, MappingOverride? given, List<string> unread, CancellationToken cancellationToken)
    {
        string[][] rows = new string[file.GroupCount == 0 ? 0 : Math.Min(SampleRows, file.GroupRows(0))][];
        for (int row = 0; row < rows.Length; row++)
            rows[row] = new string[places.Length];
        for (int column = 0; rows.Length > 0 && column < places.Length; column++)
            await SampleAsync(file, places, column, rows, given, unread, cancellationToken).ConfigureAwait(false);
        return rows;
    }

    // One column at a time: there may be thousands that nobody maps, too many to lie in memory together.
    private static async Task SampleAsync(
        ParquetTransactionReader file, int[] places, int column, string[][] rows, MappingOverride? given, List<string> unread, CancellationToken cancellationToken)
    {
        string name = file.Columns[places[column]].Name;
        try
        {
            using ParquetColumnChunk chunk = (await file.ReadGroupAsync(0, [places[column]], cancellationToken).ConfigureAwait(false))[0];
            for (int row = 0; row < rows.Length; row++)
                rows[row][column] = System.Text.Encoding.UTF8.GetString(chunk.Text(row));
        }
        catch (ParquetFormatException e) when (!ColumnAliases.IsAny(name) && given?.Names(name, column) != true)
        {
            unread.Add(e.Message);
            foreach (string[] row in rows)
                row[column] = "";
        }
    }
}
