namespace ServerlessSeg.LocalHost.Drop;

/// <summary>Names in storage that the commands share with the app.</summary>
internal static class DropZone
{
    /// <summary>The container of dropped files.</summary>
    public const string Container = "transactions";

    /// <summary>Configuration that outlasts dropped files.</summary>
    public const string Configuration = "config";

    /// <summary>Published snapshots.</summary>
    public const string Snapshots = "snapshots";

    /// <summary>How the exports of a source are to be read.</summary>
    public const string MappingFile = "mapping.json";

    /// <summary>Exchange rates.</summary>
    public const string RatesFile = "rates.csv";

    /// <summary>Whether a file is an export, and not what says how exports are read.</summary>
    public static bool IsExport(string file) => file is not (MappingFile or RatesFile);
}
