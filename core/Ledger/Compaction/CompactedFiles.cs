namespace ServerlessSeg.Core.Ledger.Compaction;

/// <summary>What a compaction wrote, and in place of what. Nothing counts until it is committed, batch by batch and in any order.</summary>
/// <param name="Source">The source whose files were merged.</param>
/// <param name="Replaced">Names of the files that the new ones stand for.</param>
/// <param name="Files">The new files, each once for every batch that has rows in it.</param>
public sealed record CompactedFiles(string Source, IReadOnlySet<string> Replaced, IReadOnlyList<LedgerFile> Files)
{
    /// <summary>
    /// The files of a batch with the new ones in place of the replaced. As long as a batch goes on naming its old files, its rows in
    /// the new ones do not count; so each batch may be committed by itself, or not at all.
    /// </summary>
    public IReadOnlyList<LedgerFile> FilesOf(string batchId, IReadOnlyList<LedgerFile> before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return before.Any(file => Replaced.Contains(file.Name))
            ? [.. before.Where(file => !Replaced.Contains(file.Name)), .. Files.Where(file => file.BatchId == batchId)]
            : before;
    }
}
