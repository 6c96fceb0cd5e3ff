using Azure;
using Azure.Data.Tables;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Storage;

/// <summary>The one row that says which snapshot readers see. It only ever moves forward.</summary>
public sealed class LivePointer(StorageConnection connection)
{
    private const string Partition = "live";
    private const string Row = "snapshot";

    private readonly TableClient _table = connection.Tables.GetTableClient(StorageNames.PointerTable);

    /// <summary>The live snapshot, or null before the first.</summary>
    public async Task<RunId?> ReadAsync(CancellationToken cancellationToken) => (await EntityAsync(cancellationToken).ConfigureAwait(false)) is { } entity
        ? RunId.Parse(entity.GetString("Run")) : null;

    /// <summary>Moves to <paramref name="run"/> unless the pointer is there or beyond; says where it stands then.</summary>
    public async Task<RunId> AdvanceAsync(RunId run, CancellationToken cancellationToken)
    {
        while (true)
        {
            TableEntity? current = await EntityAsync(cancellationToken).ConfigureAwait(false);
            if (current is not null && RunId.Parse(current.GetString("Run")) is var live && live >= run)
                return live;
            var next = new TableEntity(Partition, Row) { ["Run"] = run.ToString() };
            try
            {
                if (current is null)
                    await _table.AddEntityAsync(next, cancellationToken).ConfigureAwait(false);
                else
                    await _table.UpdateEntityAsync(next, current.ETag, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
                return run;
            }
            catch (RequestFailedException conflict) when (conflict.Status is 409 or 412)
            {
                // Another run moved the pointer in between: look again, it may be further already.
            }
        }
    }

    private async Task<TableEntity?> EntityAsync(CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> response = await _table
            .GetEntityIfExistsAsync<TableEntity>(Partition, Row, cancellationToken: cancellationToken).ConfigureAwait(false);
        return response.HasValue ? response.Value : null;
    }
}
