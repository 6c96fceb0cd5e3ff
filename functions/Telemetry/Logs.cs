using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Ingest;

namespace ServerlessSeg.Functions;

/// <summary>Everything the app logs. Event ids are part of the contract: 1000s ingest (1006 is no longer used), 2000s runs, 3000s look-ups, 4000s storage.</summary>
internal static partial class Logs
{
    [LoggerMessage(1000, LogLevel.Information, "Batch {Drop} is being read ({Bytes} bytes)")]
    public static partial void BatchStarted(this ILogger log, DropName drop, long bytes);

    [LoggerMessage(1001, LogLevel.Information, "Batch {Drop} {Status}: {Read} rows read, {Accepted} accepted, {Rejected} rejected in {Seconds:0.00} s ({RowsPerSecond:0} rows/s, {MegabytesPerSecond:0.0} MB/s)")]
    public static partial void BatchCommitted(this ILogger log, DropName drop, string status, long read, long accepted, long rejected, double seconds, double rowsPerSecond, double megabytesPerSecond);

    [LoggerMessage(1002, LogLevel.Warning, "Batch {Drop} is refused ({Status}): {Reason}")]
    public static partial void BatchRefused(this ILogger log, DropName drop, string status, string reason);

    [LoggerMessage(1003, LogLevel.Information, "Batch {Drop} was read before; nothing changes")]
    public static partial void BatchUnchanged(this ILogger log, DropName drop);

    [LoggerMessage(1004, LogLevel.Information, "Batch {Drop}: the file, its mapping or its row changed while it was read; it is read again as it is now")]
    public static partial void BatchOvertaken(this ILogger log, DropName drop);

    [LoggerMessage(1005, LogLevel.Information, "Batch {Drop} was deleted before it was read")]
    public static partial void BatchVanished(this ILogger log, DropName drop);

    [LoggerMessage(1007, LogLevel.Information, "Source {Source} has another mapping; {Files} files were looked at again")]
    public static partial void SourceReread(this ILogger log, string source, int files);

    [LoggerMessage(1008, LogLevel.Warning, "Batch {Drop} waits for {Wait}, since storage cannot be had: {Reason}")]
    public static partial void IngestWaits(this ILogger log, DropName drop, TimeSpan wait, string reason);

    [LoggerMessage(1009, LogLevel.Error, "Batch {Drop} could not be read")]
    public static partial void IngestFailed(this ILogger log, Exception failure, DropName drop);

    [LoggerMessage(1010, LogLevel.Warning, "Batch {Drop} is missing {Minutes:0} minutes after it was dropped ({Reason}); it is read now")]
    public static partial void BatchMissing(this ILogger log, DropName drop, double minutes, string reason);

    [LoggerMessage(1011, LogLevel.Error, "Batch {Drop} is recorded as failed, {Tries} times so far; its content does not count")]
    public static partial void BatchPoisoned(this ILogger log, DropName drop, int tries);

    [LoggerMessage(1012, LogLevel.Error, "{Drop} cannot be read; lines of its source without a general rate are left out ({Reason})")]
    public static partial void BatchRatesIgnored(this ILogger log, DropName drop, string reason);

    [LoggerMessage(2000, LogLevel.Information, "Run {Run} started: {Files} ledger files, {Rows} rows")]
    public static partial void RunStarted(this ILogger log, string run, int files, long rows);

    [LoggerMessage(2001, LogLevel.Information, "Run {Run}: {Step}")]
    public static partial void RunStepReached(this ILogger log, string run, RunStep step);

    [LoggerMessage(2002, LogLevel.Information, "Run {Run} published {Customers} customers in {Elapsed} ({Steps}); live is {Live}")]
    public static partial void RunPublished(this ILogger log, string run, int customers, string live, TimeSpan elapsed, string steps);

    [LoggerMessage(2003, LogLevel.Warning, "Run {Run} is refused: {Reason}")]
    public static partial void RunRefused(this ILogger log, string run, string reason);

    [LoggerMessage(2004, LogLevel.Warning, "Run {Run} is not known; its message is dropped")]
    public static partial void RunUnknown(this ILogger log, string run);

    [LoggerMessage(2005, LogLevel.Warning, "Run {Run}: progress cannot be written ({Reason}); it is tried again")]
    public static partial void RunProgressLost(this ILogger log, string run, string reason);

    [LoggerMessage(2006, LogLevel.Error, "Run {Run} is given up after its last try")]
    public static partial void RunGivenUp(this ILogger log, string run);

    [LoggerMessage(2007, LogLevel.Warning, "The scheduled run was skipped: {Reason}")]
    public static partial void ScheduleSkipped(this ILogger log, string reason);

    [LoggerMessage(2008, LogLevel.Error, "{Reason}\nUntil that is put right, runs are refused")]
    public static partial void ConfigurationRefused(this ILogger log, string reason);

    [LoggerMessage(2009, LogLevel.Error, "The scheduled run was not started: this machine's clock says {Now:u}, storage's says {StorageNow:u}. Put the clock right, or start the run by POST /api/runs")]
    public static partial void ScheduleClockWrong(this ILogger log, DateTimeOffset now, DateTimeOffset storageNow);

    [LoggerMessage(2010, LogLevel.Information, "Run {Run} is worked on by {Worker}; its message comes again later")]
    public static partial void RunHeld(this ILogger log, string run, string worker);

    [LoggerMessage(2011, LogLevel.Warning, "Run {Run} is taken over from {Worker}, which fell silent")]
    public static partial void RunTakenOver(this ILogger log, string run, string worker);

    [LoggerMessage(2012, LogLevel.Warning, "Run {Run} was taken over by another worker; what was written here is dropped")]
    public static partial void RunLost(this ILogger log, string run);

    [LoggerMessage(2013, LogLevel.Warning, "Run {Run} broke off ({Reason}), and its row could not be told so ({Second})")]
    public static partial void RunNotGivenBack(this ILogger log, string run, string reason, string second);

    [LoggerMessage(2014, LogLevel.Information, "Run {Run} is published and not live: readers stay at {Live}")]
    public static partial void RunBehind(this ILogger log, string run, string live);

    [LoggerMessage(2015, LogLevel.Warning, "Run {Run} waits and nobody works on it; a new message was sent")]
    public static partial void RunQueuedAgain(this ILogger log, string run);

    [LoggerMessage(2016, LogLevel.Error, "Run {Run} is published and was not made live, since it is not fit to be: {Reason}")]
    public static partial void RunUnfit(this ILogger log, string run, string reason);

    [LoggerMessage(4004, LogLevel.Information, "Snapshot {Run} was made live by request; before it was {Before}")]
    public static partial void SnapshotChosen(this ILogger log, string run, string before);

    [LoggerMessage(4005, LogLevel.Information, "What an execution left of snapshot {Snapshot} was removed")]
    public static partial void SnapshotLeftoverRemoved(this ILogger log, string snapshot);

    [LoggerMessage(4001, LogLevel.Information, "{Files} files that no batch names any more were removed")]
    public static partial void LedgerCleaned(this ILogger log, int files);

    [LoggerMessage(4002, LogLevel.Information, "Source {Source}: {Files} small ledger files were merged into {NewFiles}, for {Batches} batches")]
    public static partial void LedgerCompacted(this ILogger log, string source, int files, int newFiles, int batches);

    [LoggerMessage(4003, LogLevel.Warning, "Source {Source}: small ledger files were not merged ({Reason}); the run reads them as they are")]
    public static partial void CompactionFailed(this ILogger log, string source, string reason);

    [LoggerMessage(4102, LogLevel.Warning, "The configuration was not looked at when the app started ({Reason})")]
    public static partial void ConfigurationNotRead(this ILogger log, string reason);

    [LoggerMessage(4100, LogLevel.Error, "Containers, tables and queue are not prepared yet ({Reason}); trying on")]
    public static partial void StorageNotPrepared(this ILogger log, string reason);

    [LoggerMessage(4101, LogLevel.Information, "Containers, tables and queue are there")]
    public static partial void StoragePrepared(this ILogger log);

    [LoggerMessage(4000, LogLevel.Information, "Snapshot {Run} is no longer kept and was dropped")]
    public static partial void SnapshotDropped(this ILogger log, string run);
}
