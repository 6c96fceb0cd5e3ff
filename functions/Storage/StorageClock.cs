using Azure;
using Azure.Storage.Blobs.Models;

namespace ServerlessSeg.Functions.Storage;

/// <summary>The storage service's own clock, by which that of the machine can be judged.</summary>
public sealed class StorageClock(StorageConnection connection)
{
    /// <summary>The instant at which storage answered, to the second.</summary>
    /// <exception cref="InvalidDataException">The answer has no date.</exception>
    public async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken)
    {
        Response<BlobContainerProperties> answer = await connection.Blobs.GetBlobContainerClient(StorageNames.Plans)
            .GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        return answer.GetRawResponse().Headers.Date ?? throw new InvalidDataException("Storage answered without a date.");
    }
}
