namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>The generated sample that the repository ships, and what is known of it from its own lines.</summary>
internal static class Sample
{
    public const string AsOf = "2025-12-31";

    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "tests", "data", "sample.csv");

    public static string Header { get; } = File.ReadLines(Path).First();

    public static string[] Lines { get; } = [.. File.ReadLines(Path).Skip(1)];

    public static BinaryData Content(IEnumerable<string> lines) => BinaryData.FromString(string.Join('\n', lines.Prepend(Header)) + "\n");
}

/// <summary>Where the repository is.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ServerlessSeg.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("The tests run outside of the repository.");
    }
}
