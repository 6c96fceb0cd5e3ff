using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Azure;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Ledger.Compaction;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// Merges small ledger files when a run begins. The new file is written first, under a name of its own; then each batch's row is
/// changed to name it, one by one, unless the row was changed meanwhile. Stopped anywhere, every row names files that hold its batch whole.
/// The old files are left to <see cref="LedgerCleanup"/>.
/// </summary>
public sealed class LedgerCompactor(ILedgerStore ledger, BatchTable batches, ILogger<LedgerCompactor> log)
{
    private readonly LedgerCompaction _compaction = new(ledger, new CompactionOptions());

    /// <summary>Merges what is worth it. A failure is logged and leaves the ledger as it was: a run reads many files as well as few.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<BatchRow> rows = await batches.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (IReadOnlyList<LedgerFile> files in _compaction.Choose(BatchCatalogue.CommittedFiles(rows)))
        {
            try
            {
                if (await _compaction.WriteAsync(files, NewName(files[0].Source), cancellationToken).ConfigureAwait(false) is { } compacted)
                    await CommitAsync(compacted, rows, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is RequestFailedException or IOException or InvalidDataException)
            {
                log.CompactionFailed(files[0].Source, failure.Message);
            }
        }
    }

    private async Task CommitAsync(CompactedFiles compacted, IReadOnlyList<BatchRow> rows, CancellationToken cancellationToken)
    {
        int committed = 0;
        HashSet<string> copied = [.. compacted.Files.Select(static file => file.BatchId)];
        foreach (BatchRow row in rows.Where(row => row.Source == compacted.Source && !row.IsRefused && copied.Contains(row.BatchId)))
        {
            // Not committed means replaced meanwhile: the rows of the old content do not count in the new file either.
            if (await batches.TryCommitAsync(row with { LedgerFiles = compacted.FilesOf(row.BatchId, row.LedgerFiles) }, row, cancellationToken).ConfigureAwait(false))
                committed++;
        }
        log.LedgerCompacted(compacted.Source, compacted.Replaced.Count, compacted.Files.DistinctBy(static file => file.Name).Count(), committed);
    }

    // Two planners may do the same at the same time: each has files of its own, and the rows name those of one of them.
    private static string NewName(string source) => string.Create(
        CultureInfo.InvariantCulture, $"compacted-{XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(source)):x16}-{Guid.NewGuid():N}");
}
