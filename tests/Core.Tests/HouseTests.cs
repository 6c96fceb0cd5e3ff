using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace ServerlessSeg.Core.Tests;

/// <summary>Holds CONTRIBUTING.md against the repository.</summary>
public sealed class HouseTests
{
    private static readonly string Repository = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository, "CONTRIBUTING.md"));
    private static readonly string[] BuildFolders = ["bin", "obj", "node_modules"];

    [Fact]
    public void Map_NamesOnlyFoldersThatExist() =>
        Assert.DoesNotContain(MappedFolders(), folder => !Directory.Exists(Path.Combine(Repository, folder)));

    [Fact]
    public void Map_NamesEveryFolderOfTheTopAndEachCapability()
    {
        string[] tops = [.. MappedFolders().Where(static folder => !folder.Contains('/', StringComparison.Ordinal))];
        Assert.Equal(["core", "functions", "infra", "tests"], tops.Order(StringComparer.Ordinal));
        IEnumerable<string> existing = tops.SelectMany(SourceFolders);
        Assert.Empty(existing.Except(MappedFolders(), StringComparer.Ordinal));
    }

    [Fact]
    public void Dependencies_AreEachGivenAReason()
    {
        string[] packages = [.. XDocument.Load(Path.Combine(Repository, "Directory.Packages.props")).Descendants("PackageVersion").Select(static package => package.Attribute("Include")!.Value)];
        Dictionary<string, string> reasons = Lines
            .SkipWhile(static line => line != "| package | why |")
            .Skip(2)
            .TakeWhile(static line => line.StartsWith('|'))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(static cells => cells[1], static cells => cells[2], StringComparer.Ordinal);
        Assert.NotEmpty(packages);
        Assert.Empty(packages.Except(reasons.Keys, StringComparer.Ordinal));
        Assert.DoesNotContain(reasons.Values, string.IsNullOrWhiteSpace);
    }

    /// <summary>The folders of the picture, as paths below the repository: two blanks more are one level deeper.</summary>
    private static List<string> MappedFolders()
    {
        List<string> folders = [];
        string top = "";
        foreach (string line in Lines.SkipWhile(static line => line != "```").Skip(1).TakeWhile(static line => line != "```"))
        {
            string name = line.Trim().Split(' ')[0].TrimEnd('/');
            if (line.StartsWith(' '))
                folders.Add($"{top}/{name}");
            else
                folders.Add(top = name);
        }
        return folders;
    }

    private static IEnumerable<string> SourceFolders(string top) => Directory.EnumerateFiles(Path.Combine(Repository, top), "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository, file).Replace('\\', '/').Split('/'))
        .Where(static parts => parts.Length > 2 && !parts.Any(BuildFolders.Contains) && !parts.Any(static part => part.StartsWith('.')))
        .Select(static parts => $"{parts[0]}/{parts[1]}")
        .Distinct();

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
