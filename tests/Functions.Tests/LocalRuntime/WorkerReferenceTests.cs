using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ServerlessSeg.Functions.Lookup;

namespace ServerlessSeg.Functions.Tests.LocalRuntime;

/// <summary>Reads from the compiled functions what they use of the worker, and holds it against the official surface.</summary>
public sealed class WorkerReferenceTests
{
    private const string WorkerNamespace = "Microsoft.Azure.Functions.Worker";

    [Fact]
    public void Functions_UseOnlyTheOfficialSurface()
    {
        // One line a type: what it is, its full name, a colon, its members.
        var surface = WorkerSurfaceTests.Expected.Split('\n', StringSplitOptions.TrimEntries)
            .Select(static line => line.Split(" : ", 2))
            .ToDictionary(static line => line[0].Split(' ')[^1], static line => line[1], StringComparer.Ordinal);
        List<(string Type, string? Member)> used = Used();
        Assert.Contains(("Microsoft.Azure.Functions.Worker.FunctionAttribute", ".ctor"), used);
        Assert.Contains(("Microsoft.Azure.Functions.Worker.BlobTriggerAttribute", ".ctor"), used);
        Assert.All(used, use =>
        {
            Assert.Contains(use.Type, surface.Keys);
            if (use.Member is not null)
                Assert.Matches($@"(^|\s){System.Text.RegularExpressions.Regex.Escape(use.Member)}[(:]", surface[use.Type]);
        });
    }

    private static List<(string Type, string? Member)> Used()
    {
        using FileStream file = File.OpenRead(typeof(CustomersApi).Assembly.Location);
        using var portable = new PEReader(file);
        MetadataReader metadata = portable.GetMetadataReader();
        List<(string, string?)> used = [];
        foreach (TypeReferenceHandle handle in metadata.TypeReferences)
        {
            if (WorkerType(metadata, handle) is { } type)
                used.Add((type, null));
        }
        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
        {
            MemberReference member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference || WorkerType(metadata, (TypeReferenceHandle)member.Parent) is not { } type)
                continue;
            string name = metadata.GetString(member.Name);
            used.Add((type, name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) ? name[4..] : name));
        }
        return used;
    }

    private static string? WorkerType(MetadataReader metadata, TypeReferenceHandle handle)
    {
        TypeReference type = metadata.GetTypeReference(handle);
        string space = metadata.GetString(type.Namespace);
        return space == WorkerNamespace || space.StartsWith(WorkerNamespace + ".", StringComparison.Ordinal) ? $"{space}.{metadata.GetString(type.Name)}" : null;
    }
}
