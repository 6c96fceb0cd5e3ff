using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace ServerlessSeg.Functions.Storage;

/// <summary>
/// Conditional writes that know themselves again. When the reply to a write is lost, the client sends it once more, and storage refuses
/// that (409, 412) because of the first: by the answer alone it cannot be told from a write by somebody else. So each write carries a
/// mark of its own, and after a refusal what is there is read back: it is ours if it carries the mark.
/// </summary>
internal static class OwnWrite
{
    /// <summary>The property of a row, and the metadata of a blob, that carries the mark.</summary>
    public const string Mark = "WriteId";

    /// <summary>Adds a row; false when another is there.</summary>
    public static async Task<bool> TryAddAsync(TableClient table, TableEntity row, CancellationToken cancellationToken)
    {
        string mark = MarkOf(row);
        try
        {
            await table.AddEntityAsync(row, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException refused) when (refused.Status == 409)
        {
            return await IsThereAsync(table, row, mark, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Replaces a row that is still as it was read; false when it was changed or removed meanwhile.</summary>
    public static async Task<bool> TryReplaceAsync(TableClient table, TableEntity row, ETag before, CancellationToken cancellationToken)
    {
        string mark = MarkOf(row);
        try
        {
            await table.UpdateEntityAsync(row, before, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException refused) when (refused.Status is 404 or 409 or 412)
        {
            return await IsThereAsync(table, row, mark, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes a row that is still as it was read; true when it is gone, false when it was changed meanwhile.</summary>
    /// <exception cref="RequestFailedException">Storage says that it was changed, and it was not: to be tried again.</exception>
    public static async Task<bool> TryDeleteAsync(TableClient table, string partition, string row, ETag before, CancellationToken cancellationToken)
    {
        try
        {
            await table.DeleteEntityAsync(partition, row, before, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return true;
        }
        catch (RequestFailedException refused) when (refused.Status == 412)
        {
            NullableResponse<TableEntity> found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, [Mark], cancellationToken).ConfigureAwait(false);
            if (found.HasValue && found.Value!.ETag == before)
                throw;
            return !found.HasValue;
        }
    }

    /// <summary>Writes a whole blob under a name that is not taken; false when it is.</summary>
    public static async Task<bool> TryCreateAsync(BlobClient blob, BinaryData content, CancellationToken cancellationToken)
    {
        string mark = NewMark();
        try
        {
            await blob.UploadAsync(content, new BlobUploadOptions { Conditions = Absent(), Metadata = Metadata(mark) }, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException refused) when (refused.Status is 409 or 412)
        {
            return await IsThereAsync(blob, mark, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Starts a blob under a name that is not taken. It appears, whole, when the stream is disposed of; if the name was taken meanwhile,
    /// that throws an <see cref="IOException"/> and what is there stays.
    /// </summary>
    public static Stream Create(BlockBlobClient blob) => new OwnBlobStream(blob, NewMark());

    internal static BlobRequestConditions Absent() => new() { IfNoneMatch = ETag.All };

    internal static Dictionary<string, string> Metadata(string mark) => new() { [Mark] = mark };

    /// <summary>Whether the blob is there and carries the mark.</summary>
    internal static async Task<bool> IsThereAsync(BlobBaseClient blob, string mark, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties found = await blob.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return found.Metadata.TryGetValue(Mark, out string? written) && written == mark;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return false;
        }
    }

    private static async Task<bool> IsThereAsync(TableClient table, TableEntity row, string mark, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await table
            .GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, [Mark], cancellationToken).ConfigureAwait(false);
        return found.HasValue && found.Value!.GetString(Mark) == mark;
    }

    private static string MarkOf(TableEntity row)
    {
        string mark = NewMark();
        row[Mark] = mark;
        return mark;
    }

    private static string NewMark() => Guid.NewGuid().ToString("N");
}
