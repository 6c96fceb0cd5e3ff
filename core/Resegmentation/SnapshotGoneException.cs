namespace ServerlessSeg.Core.Resegmentation;

/// <summary>A snapshot was removed while it was read.</summary>
public sealed class SnapshotGoneException : Exception
{
    /// <summary>The snapshot that is gone.</summary>
    public SnapshotGoneException(SnapshotId snapshot) : base($"Snapshot {snapshot.Run} was removed while it was read.") => Snapshot = snapshot;

    /// <summary>With a message; for serialisers only.</summary>
    public SnapshotGoneException(string message) : base(message) { }

    /// <summary>With a cause; for serialisers only.</summary>
    public SnapshotGoneException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Without a reason; for serialisers only.</summary>
    public SnapshotGoneException() { }

    /// <summary>Which one.</summary>
    public SnapshotId Snapshot { get; }
}
