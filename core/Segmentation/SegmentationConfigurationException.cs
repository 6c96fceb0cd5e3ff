namespace ServerlessSeg.Core.Segmentation;

/// <summary>The configuration of the segmentation cannot be used. Every error is named, not only the first.</summary>
public sealed class SegmentationConfigurationException : Exception
{
    /// <summary>Names the errors.</summary>
    public SegmentationConfigurationException(IReadOnlyList<string> errors)
        : base(string.Join(Environment.NewLine, errors ?? [])) => Errors = errors ?? [];

    /// <summary>One sentence an error.</summary>
    public IReadOnlyList<string> Errors { get; }
}
