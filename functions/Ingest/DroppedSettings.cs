using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>Takes in what says how a source's files are read: <c>mapping.json</c> and <c>rates.csv</c>. One that cannot be used, or does not count, gets a row that says so.</summary>
public sealed class DroppedSettings(SourceReread reread, DroppedRates rates, BatchRows rows, BatchTable batches, AppOptions options)
{
    /// <summary>Takes the file in.</summary>
    public async Task RunAsync(DropName drop, CancellationToken cancellationToken)
    {
        if (await ProblemAsync(drop, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            await rows.RefuseAsync(drop, problem, cancellationToken).ConfigureAwait(false);
            return;
        }
        if (await batches.FindAsync(drop.Source, drop.File, refused: true, cancellationToken).ConfigureAwait(false) is { } before)
            await batches.ForgetRefusedAsync(before, cancellationToken).ConfigureAwait(false);
        // Rates are read when a run is planned.
        if (drop.File == StorageNames.MappingFile)
            await reread.RunAsync(drop.Source, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> ProblemAsync(DropName drop, CancellationToken cancellationToken)
    {
        bool isMapping = drop.File == StorageNames.MappingFile;
        if (!options.TrustDropZone)
        {
            string place = isMapping ? StorageNames.ConfiguredMapping(drop.Source) : StorageNames.RatesFile;
            return $"a {drop.File} in the drop zone does not count here; put it into the container '{StorageNames.Configuration}' as {place}";
        }
        if (isMapping)
            return null;
        try
        {
            await rates.OfSourceAsync(drop.Source, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }
}
