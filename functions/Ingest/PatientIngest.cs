using Azure;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>
/// Takes a file in whatever happens. A fault of storage is waited out for some minutes, since the platform tries a blob five times within half a second and then
/// gives it up; whatever else is thrown becomes a row that says so. What is thrown from here is that not even the row could be written.
/// </summary>
public sealed class PatientIngest(DropIngest ingest, BatchRows rows, TimeProvider clock, ILogger<PatientIngest> log)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>How long faults that pass are waited out.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Takes the file in, or records why that failed.</summary>
    /// <param name="drop">The file.</param>
    /// <param name="again">Read it whatever a row says of it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task RunAsync(DropName drop, bool again, CancellationToken cancellationToken)
    {
        using IDisposable patience = StoragePatience.OfWork();
        long started = clock.GetTimestamp();
        for (TimeSpan wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                await ingest.RunAsync(drop, again, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested && PassingFault.Is(fault) && clock.GetElapsedTime(started) + wait <= Patience)
            {
                log.IngestWaits(drop, wait, Describe(fault));
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                log.IngestFailed(failure, drop);
                if (await rows.RecordFailureAsync(drop, Describe(failure), cancellationToken).ConfigureAwait(false) is { } row)
                    log.BatchPoisoned(drop, row.FailedTries);
                return;
            }
            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Describe(Exception failure) =>
        LogText.OneLine(failure is RequestFailedException storage ? StorageFault.Describe(storage) : $"{failure.GetType().Name}: {failure.Message}");
}
