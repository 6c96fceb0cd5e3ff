using System.Text;
using System.Text.RegularExpressions;
using ServerlessSeg.LocalRuntime.Hosting;

namespace ServerlessSeg.LocalRuntime.Blobs;

/// <summary>
/// A blob trigger's path, <c>container/folder/{name}.csv</c>. As in Azure each <c>{name}</c> takes as much as it can,
/// slashes included, and the first one takes most: <c>{a}/{b}</c> reads <c>x/y/z</c> as a = <c>x/y</c>, b = <c>z</c>.
/// </summary>
internal sealed partial class BlobPathPattern
{
    private readonly Regex _blob;

    private BlobPathPattern(string container, string prefix, Regex blob)
    {
        Container = container;
        Prefix = prefix;
        _blob = blob;
    }

    /// <summary>The container, which is always literal.</summary>
    public string Container { get; }

    /// <summary>What every matching blob's name begins with; may be empty.</summary>
    public string Prefix { get; }

    /// <summary>The names that the pattern captures.</summary>
    public IReadOnlyCollection<string> ParameterNames => [.. _blob.GetGroupNames().Where(name => name != "0")];

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="StartFailedException">The pattern has no literal container, or a brace without its partner.</exception>
    public static BlobPathPattern Parse(string pattern)
    {
        int slash = pattern.IndexOf('/', StringComparison.Ordinal);
        string container = slash < 0 ? pattern : pattern[..slash];
        string name = slash < 0 ? "{name}" : pattern[(slash + 1)..];
        if (container.Length == 0 || name.Length == 0 || container.Contains('{', StringComparison.Ordinal) || Parameter().Replace(name, "").AsSpan().ContainsAny('{', '}'))
            throw new StartFailedException($"The blob path '{pattern}' is wrong: it must be a container and a name such as 'container/folder/{{name}}'.");
        var regex = new StringBuilder("^");
        int end = 0;
        foreach (Match match in Parameter().Matches(name))
        {
            regex.Append(Regex.Escape(name[end..match.Index])).Append("(?<").Append(match.Groups[1].Value).Append(">.*)");
            end = match.Index + match.Length;
        }
        regex.Append(Regex.Escape(name[end..])).Append('$');
        int brace = name.IndexOf('{', StringComparison.Ordinal);
        return new BlobPathPattern(container, brace < 0 ? name : name[..brace], new Regex(regex.ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline));
    }

    /// <summary>The captured values of a blob's name, or null where it does not match.</summary>
    public IReadOnlyDictionary<string, string>? Match(string blobName)
    {
        Match match = _blob.Match(blobName);
        return match.Success
            ? match.Groups.Values.Where(group => group.Name != "0").ToDictionary(group => group.Name, group => group.Value, StringComparer.OrdinalIgnoreCase)
            : null;
    }

    [GeneratedRegex(@"\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Parameter();
}
