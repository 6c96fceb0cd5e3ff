using System.IO.Hashing;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>What the <c>mapping.json</c> of a source says, and which version of it this is.</summary>
/// <param name="Override">The mapping; null where there is none, or where it cannot be used.</param>
/// <param name="Fingerprint">Equal for equal files; empty where there is none.</param>
/// <param name="Problem">Why it cannot be used; null where it can.</param>
public sealed record SourceMapping(MappingOverride? Override, string Fingerprint, string? Problem)
{
    /// <summary>Whether it lies in the drop zone, so that a trigger tells when it changes.</summary>
    public bool IsDropped { get; init; }

    /// <summary>When it was written, by storage's clock.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>No mapping: everything is found out from the file.</summary>
    public static SourceMapping None { get; } = new(null, "", null);

    /// <summary>Reads the bytes of a <c>mapping.json</c>.</summary>
    public static SourceMapping Of(ReadOnlySpan<byte> utf8Json)
    {
        string fingerprint = Convert.ToHexStringLower(XxHash128.Hash(utf8Json));
        try
        {
            return new SourceMapping(MappingOverride.Parse(utf8Json), fingerprint, null);
        }
        catch (FormatException wrong)
        {
            return new SourceMapping(null, fingerprint, wrong.Message);
        }
        catch (Exception unforeseen) when (unforeseen is not OutOfMemoryException)
        {
            // Whatever a mapping holds, the files of its source get a report that says so.
            return new SourceMapping(null, fingerprint, $"{StorageNames.MappingFile} cannot be used: {unforeseen.Message}");
        }
    }
}
