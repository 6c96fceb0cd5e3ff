namespace ServerlessSeg.Core.Segmentation.Profiles;

/// <summary>By what segments are described besides country, channel and product.</summary>
public sealed record ProfileOptions
{
    private const int Most = 20;
    private static readonly string[] Always = ["country", "channel", "product"];

    /// <summary>Mapped columns by their header names, at most 20, each once; a customer counts with the value of its last purchase.</summary>
    public IReadOnlyList<string> Attributes { get; set; } = [];

    internal void AddErrors(List<string> errors)
    {
        if (Attributes.Count > Most)
            errors.Add($"profile.attributes has {Attributes.Count} names; it has at most {Most}.");
        for (int i = 0; i < Attributes.Count; i++)
        {
            string name = Attributes[i];
            if (string.IsNullOrWhiteSpace(name))
                errors.Add($"profile.attributes[{i}] is empty.");
            else if (Always.Contains(name, StringComparer.Ordinal))
                errors.Add($"profile.attributes[{i}]: '{name}' is always there; leave it out.");
            else if (Attributes.Take(i).Contains(name, StringComparer.Ordinal))
                errors.Add($"profile.attributes[{i}]: '{name}' is named twice.");
        }
    }
}
