namespace ServerlessSeg.Tests;

/// <summary>Finds the public reference data sets, which are not part of the repository.</summary>
internal static class ReferenceData
{
    private static readonly string? Folder = Find();

    /// <summary>The path of a reference file; the running test is skipped where the file is missing.</summary>
    public static string Path(string file)
    {
        string? path = Folder is null ? null : System.IO.Path.Combine(Folder, file);
        Assert.SkipUnless(path is not null && File.Exists(path), $"reference data '{file}' is not here (looked for shared/data beside the repository, or SERVERLESSSEG_DATA)");
        return path!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("SERVERLESSSEG_DATA") is { Length: > 0 } named)
            return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = System.IO.Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
                return candidate;
        }
        return null;
    }
}
