namespace ServerlessSeg.Core.Ingestion;

/// <summary>Files that other programs leave beside their data: signs that a job is done, check sums, and parts without rows.</summary>
public static class MarkerFile
{
    /// <summary>Whether a file is none that anybody meant to drop.</summary>
    /// <param name="name">Its name, without folders.</param>
    /// <param name="bytes">Its length.</param>
    public static bool Is(string name, long bytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name is "_SUCCESS" or ".DS_Store" or "Thumbs.db"
            || name.StartsWith("_started_", StringComparison.Ordinal) || name.StartsWith("_committed_", StringComparison.Ordinal) || name.StartsWith("._", StringComparison.Ordinal)
            || name.EndsWith(".crc", StringComparison.Ordinal) || (bytes == 0 && name.StartsWith("part-", StringComparison.Ordinal));
    }
}
