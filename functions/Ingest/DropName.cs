using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>Name of a file of the drop zone.</summary>
/// <param name="Source">The first folder; empty for a file that lies in none.</param>
/// <param name="File">The rest of the name, which may hold further folders.</param>
public readonly record struct DropName(string Source, string File)
{
    /// <summary>The name as storage has it.</summary>
    public string BlobName => Source.Length == 0 ? File : $"{Source}/{File}";

    /// <summary>Whether the file is an export, and not what says how exports are read.</summary>
    public bool IsExport => File is not (StorageNames.MappingFile or StorageNames.RatesFile);

    /// <summary>Whether the file holds what counts for every source.</summary>
    public bool IsGeneral => Source.Length == 0 && File == StorageNames.RatesFile;

    /// <summary>Whether nobody meant to drop the file: what programs leave beside their exports.</summary>
    /// <param name="bytes">Its length.</param>
    public bool IsMarker(long bytes) => MarkerFile.Is(File[(File.LastIndexOf('/') + 1)..], bytes);

    /// <summary>Why a file of this name is not read; null where it is.</summary>
    public string? Problem =>
        Source.Length == 0 ? "a file must lie in the folder of its source, such as shop/orders.csv; what lies beside the folders belongs to nobody"
        : BlobName.Split('/', '\\').Any(static part => part is "." or "..") ? "a name with the folder '.' or '..' means another file than it says; drop it under a plain name"
        : null;

    /// <summary>Takes the name of a blob apart.</summary>
    public static DropName Of(string blobName)
    {
        ArgumentNullException.ThrowIfNull(blobName);
        int slash = blobName.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new DropName("", blobName) : new DropName(blobName[..slash], blobName[(slash + 1)..]);
    }

    /// <summary>Whether a text is the name of a source: a folder that a file may lie in.</summary>
    public static bool IsSource(string? source) =>
        !string.IsNullOrEmpty(source) && !source.Contains('/', StringComparison.Ordinal) && new DropName(source, "any").Problem is null;

    /// <summary>The name in one line, for messages.</summary>
    public override string ToString() => LogText.OneLine(BlobName);
}
