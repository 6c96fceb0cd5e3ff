using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Configuration;

/// <summary>The app's settings, read once at start from the section <c>ServerlessSeg</c> and from <c>RESEGMENT_SCHEDULE</c>.</summary>
public sealed record AppOptions
{
    /// <summary>The usual schedule: 03:00 UTC on the first of each month. The timer itself takes its schedule from the setting alone, so a deployment must set it.</summary>
    public const string DefaultSchedule = "0 0 3 1 * *";

    /// <summary>When the timer runs: six-field NCRONTAB in UTC.</summary>
    public string Schedule { get; init; } = DefaultSchedule;

    /// <summary>Snapshots that are kept, 1 to 120.</summary>
    public int RetainedSnapshots { get; init; } = 13;

    /// <summary>A batch of which a larger share of rows is refused for a reason other than a missing customer is held, 0 to 1.</summary>
    public double MaximumRejectRate { get; init; } = 0.5;

    /// <summary>How requests to storage are tried again.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>
    /// Whether mappings and exchange rates of the drop zone count; where not, only those of the configuration do, and whoever may drop files decides nothing but what
    /// lies in them.
    /// </summary>
    public bool TrustDropZone { get; init; } = true;

    /// <summary>Minutes after which a dropped file that is in no batch is taken for missing, 1 to 1440.</summary>
    public int MissingAfterMinutes { get; init; } = 10;

    /// <summary>Most rows of a file.</summary>
    public long MaximumRows { get; init; } = IngestOptions.Default.MaxRows;

    /// <summary>Most bytes that a compressed text may expand to.</summary>
    public long MaximumExpandedBytes { get; init; } = IngestOptions.Default.MaxExpandedBytes;

    /// <summary>Most refused rows of a batch that are listed.</summary>
    public long MaximumListedRejects { get; init; } = IngestOptions.Default.MaxListedRejects;

    /// <summary>How files are read.</summary>
    public IngestOptions Ingest => new()
    {
        TimeZone = Resegmentation.TimeZone,
        MaxRejectRate = MaximumRejectRate,
        MaxRows = MaximumRows,
        MaxExpandedBytes = MaximumExpandedBytes,
        MaxListedRejects = MaximumListedRejects,
    };

    /// <summary>How runs reckon.</summary>
    public ResegmentationOptions Resegmentation { get; init; } = new();

    /// <summary>Every error, in one list.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [.. Resegmentation.Validate(), .. Storage.Validate()];
        if (TimerSchedule.TryParse(Schedule, out _) is { } problem)
            errors.Add($"RESEGMENT_SCHEDULE '{Schedule}' cannot be used: {problem}. The usual one is '{DefaultSchedule}'.");
        if (RetainedSnapshots is < 1 or > 120)
            errors.Add($"RetainedSnapshots is {RetainedSnapshots}; it must lie between 1 and 120.");
        if (!(MaximumRejectRate >= 0 && MaximumRejectRate <= 1))
            errors.Add(FormattableString.Invariant($"MaximumRejectRate is {MaximumRejectRate}; it must lie between 0 and 1."));
        if (MissingAfterMinutes is < 1 or > 1440)
            errors.Add($"MissingAfterMinutes is {MissingAfterMinutes}; it must lie between 1 and 1440.");
        if (MaximumRows < 1)
            errors.Add($"MaximumRows is {MaximumRows}; it must be 1 or more.");
        if (MaximumExpandedBytes < 1 << 20)
            errors.Add($"MaximumExpandedBytes is {MaximumExpandedBytes}; it must be 1048576 or more.");
        if (MaximumListedRejects < 0)
            errors.Add($"MaximumListedRejects is {MaximumListedRejects}; it must not be negative.");
        return errors;
    }
}
