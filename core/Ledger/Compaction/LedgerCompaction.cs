using ServerlessSeg.Core.Ledger.Reading;

namespace ServerlessSeg.Core.Ledger.Compaction;

/// <summary>
/// Merges the small files of a source into few. A compacted file carries the batch of each row in a column of its own, so
/// deduplication between batches goes on as before, and the rows of a batch that is replaced later simply stop counting.
/// </summary>
/// <param name="store">Holds the files.</param>
/// <param name="options">Limits.</param>
public sealed class LedgerCompaction(ILedgerStore store, CompactionOptions options)
{
    /// <summary>The files that would be merged now: those of one list belong to one source. Empty where all is well.</summary>
    /// <param name="files">The files that count, of any number of sources.</param>
    public IReadOnlyList<IReadOnlyList<LedgerFile>> Choose(IEnumerable<LedgerFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        List<IReadOnlyList<LedgerFile>> chosen = [];
        foreach (IGrouping<string, LedgerFile> source in files.GroupBy(static file => file.Source).OrderBy(static source => source.Key, StringComparer.Ordinal))
        {
            long rows = 0;
            IGrouping<string, LedgerFile>[] small =
            [
                .. source.GroupBy(static file => file.Name)
                    .Where(file => RowsOf(file) < options.SmallFileRows)
                    .OrderBy(RowsOf)
                    .ThenBy(static file => file.Key, StringComparer.Ordinal)
                    .Take(options.MostFiles)
                    .TakeWhile(file => (rows += RowsOf(file)) <= options.MostRows),
            ];
            if (small.Length >= options.FewestFiles)
                chosen.Add([.. small.SelectMany(static file => file)]);
        }
        return chosen;
    }

    /// <summary>
    /// Writes the rows of the files that count into new ones; null where too few of them have the same columns. What was written
    /// before a failure is named by nobody and may be removed.
    /// </summary>
    /// <param name="files">Files of one source, each named for every batch whose rows in it count.</param>
    /// <param name="namePrefix">Name of the new files without number and ending; one that was never used before.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or has not the rows that it is named for.</exception>
    public async Task<CompactedFiles?> WriteAsync(IReadOnlyList<LedgerFile> files, string namePrefix, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        (string[] attributes, LedgerFile[] alike) = await OfOneLayoutAsync(files, cancellationToken).ConfigureAwait(false);
        HashSet<string> names = new(alike.Select(static file => file.Name), StringComparer.Ordinal);
        if (names.Count < options.FewestFiles)
            return null;
        LedgerMerge merge = await LedgerMerge.OpenAsync(store, alike, KeyRange.All, attributes, keepsDuplicates: true, cancellationToken).ConfigureAwait(false);
        await using (merge.ConfigureAwait(false))
        {
            var copy = new CompactedWriter(store, namePrefix, attributes, alike);
            await using (copy.ConfigureAwait(false))
            {
                while (await merge.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    copy.Append(merge.CurrentRows);
                    if (copy.OpenRows >= options.RowsPerFile)
                        await copy.EndFileAsync(cancellationToken).ConfigureAwait(false);
                }
                await copy.EndFileAsync(cancellationToken).ConfigureAwait(false);
            }
            long named = RowsOf(alike);
            return RowsOf(copy.Files) == named
                ? new CompactedFiles(alike[0].Source, names, copy.Files)
                : throw new InvalidDataException($"Files of source '{alike[0].Source}' are named for {named} rows, but {RowsOf(copy.Files)} were found.");
        }
    }

    private static long RowsOf(IEnumerable<LedgerFile> files) => files.Sum(static file => file.Rows);

    // Files of another layout wait until there are enough of them.
    private async Task<(string[] Attributes, LedgerFile[] Files)> OfOneLayoutAsync(IReadOnlyList<LedgerFile> files, CancellationToken cancellationToken)
    {
        List<(string Layout, string[] Attributes, IGrouping<string, LedgerFile> File)> layouts = [];
        foreach (IGrouping<string, LedgerFile> file in files.GroupBy(static file => file.Name))
        {
            LedgerFileFooter footer = await LedgerFileFooter.ReadAsync(store, file.Key, cancellationToken).ConfigureAwait(false);
            string[] attributes = [.. footer.Columns.Skip(LedgerLayout.FirstTextColumn + LedgerLayout.FixedTexts).Where(static column => column != LedgerLayout.Batch)];
            layouts.Add((string.Join('\u001F', attributes), attributes, file));
        }
        return layouts.GroupBy(static file => file.Layout)
            .OrderByDescending(static layout => layout.Count())
            .ThenBy(static layout => layout.Key, StringComparer.Ordinal)
            .Select(static layout => (layout.First().Attributes, layout.SelectMany(static file => file.File).ToArray()))
            .FirstOrDefault(([], []));
    }
}
