using System.Globalization;
using Azure;
using Azure.Data.Tables;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Storage;

/// <summary>
/// The one row that says which snapshot readers see. By itself it only ever moves forward; an explicit word moves it to any snapshot.
/// </summary>
public sealed class LivePointer(StorageConnection connection, TimeProvider clock)
{
    private const string Partition = "live";
    private const string Row = "snapshot";

    private readonly TableClient _table = connection.Tables.GetTableClient(StorageNames.PointerTable);

    /// <summary>Where readers are sent, or null before the first snapshot.</summary>
    public async Task<LivePosition?> ReadAsync(CancellationToken cancellationToken) =>
        await EntityAsync(cancellationToken).ConfigureAwait(false) is { } entity ? ToPosition(entity) : null;

    /// <summary>
    /// Moves to a snapshot that was just published, unless the pointer is there or beyond: behind one that was chosen is only a later as-of
    /// date, behind any other a later run. Says where it stands then.
    /// </summary>
    public Task<LivePosition> AdvanceAsync(SnapshotId snapshot, CancellationToken cancellationToken) => MoveAsync(snapshot, chosen: false, cancellationToken);

    /// <summary>Moves to a snapshot that somebody chose, forward or back.</summary>
    public Task<LivePosition> ChooseAsync(SnapshotId snapshot, CancellationToken cancellationToken) => MoveAsync(snapshot, chosen: true, cancellationToken);

    /// <summary>Takes back a move, unless the pointer was moved again since.</summary>
    public async Task RestoreAsync(LivePosition before, SnapshotId from, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(before);
        if (await EntityAsync(cancellationToken).ConfigureAwait(false) is { } entity && ToPosition(entity) is var position && position.Snapshot == from)
            await OwnWrite.TryReplaceAsync(_table, ToEntity(position.MovedTo(before.Snapshot, before.Chosen, clock.GetUtcNow())), entity.ETag, cancellationToken).ConfigureAwait(false);
    }

    private async Task<LivePosition> MoveAsync(SnapshotId snapshot, bool chosen, CancellationToken cancellationToken)
    {
        while (true)
        {
            TableEntity? entity = await EntityAsync(cancellationToken).ConfigureAwait(false);
            LivePosition? current = entity is null ? null : ToPosition(entity);
            if (current is not null && !chosen && !IsBehind(current, snapshot.Run))
                return current;
            LivePosition next = current is null ? new LivePosition(snapshot, chosen, clock.GetUtcNow(), [])
                : current.Snapshot == snapshot ? current with { Chosen = chosen }
                : current.MovedTo(snapshot, chosen, clock.GetUtcNow());
            bool moved = entity is null
                ? await OwnWrite.TryAddAsync(_table, ToEntity(next), cancellationToken).ConfigureAwait(false)
                : await OwnWrite.TryReplaceAsync(_table, ToEntity(next), entity.ETag, cancellationToken).ConfigureAwait(false);
            // Otherwise another moved the pointer in between: look again, it may be further already.
            if (moved)
                return next;
        }
    }

    private static bool IsBehind(LivePosition current, RunId run) =>
        current.Chosen ? current.Snapshot.Run.AsOf < run.AsOf : current.Snapshot.Run < run;

    private static TableEntity ToEntity(LivePosition position)
    {
        var entity = new TableEntity(Partition, Row)
        {
            ["Run"] = position.Snapshot.Run.ToString(),
            ["Attempt"] = position.Snapshot.Attempt,
            ["Chosen"] = position.Chosen,
            ["Earlier"] = string.Join('\n', position.Earlier.Select(static earlier => string.Create(CultureInfo.InvariantCulture, $"{earlier.Snapshot} {earlier.Until:O}"))),
        };
        if (position.Since is { } since)
            entity["Since"] = since;
        return entity;
    }

    // A row of the time before there were attempts has nothing but its run.
    private static LivePosition ToPosition(TableEntity entity) => new(
        new SnapshotId(RunId.Parse(entity.GetString("Run")), entity.GetString("Attempt") ?? ""),
        entity.GetBoolean("Chosen") ?? false,
        entity.GetDateTimeOffset("Since"),
        [.. (entity.GetString("Earlier") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ToSuperseded)]);

    private static SupersededSnapshot ToSuperseded(string line)
    {
        string[] parts = line.Split(' ');
        return new SupersededSnapshot(SnapshotId.Parse(parts[0]), DateTimeOffset.ParseExact(parts[1], "O", CultureInfo.InvariantCulture));
    }

    private async Task<TableEntity?> EntityAsync(CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> response = await _table
            .GetEntityIfExistsAsync<TableEntity>(Partition, Row, cancellationToken: cancellationToken).ConfigureAwait(false);
        return response.HasValue ? response.Value : null;
    }
}
