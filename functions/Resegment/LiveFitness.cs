using System.Globalization;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>Whether readers may be sent to a snapshot without anybody's word.</summary>
public static class LiveFitness
{
    /// <summary>Why they may not; null where they may.</summary>
    /// <param name="manifest">The snapshot.</param>
    /// <param name="live">The one that they see now; null for none.</param>
    /// <param name="today">Today by storage's clock.</param>
    public static string? Complaint(SnapshotManifest manifest, SnapshotManifest? live, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (AsOfRule.FutureComplaint(manifest.AsOf, today) is { } future)
            return future;
        return manifest.Customers == 0 && live is { Customers: > 0 }
            ? string.Create(CultureInfo.InvariantCulture, $"It has no customers, and the live snapshot {live.Run} has {live.Customers}.")
            : null;
    }
}
