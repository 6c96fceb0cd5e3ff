namespace ServerlessSeg.Core.Segmentation;

/// <summary>Reads the data files that are part of the assembly.</summary>
internal static class EmbeddedJson
{
    /// <param name="name">Folder and file with a dot between, as <c>Maps.rfm11.json</c>.</param>
    public static byte[] Read(string name)
    {
        using Stream stream = typeof(EmbeddedJson).Assembly.GetManifestResourceStream($"ServerlessSeg.Core.Segmentation.{name}")
            ?? throw new InvalidOperationException($"The assembly lacks its data file {name}.");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
