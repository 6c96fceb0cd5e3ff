using Cronos;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Configuration;

/// <summary>The app's settings, read once at start from the section <c>ServerlessSeg</c> and from <c>RESEGMENT_SCHEDULE</c>.</summary>
public sealed record AppOptions
{
    /// <summary>The default schedule: 03:00 UTC on the first of each month.</summary>
    public const string DefaultSchedule = "0 0 3 1 * *";

    /// <summary>When the timer runs: six-field NCRONTAB in UTC.</summary>
    public string Schedule { get; init; } = DefaultSchedule;

    /// <summary>Snapshots that are kept, 1 to 120.</summary>
    public int RetainedSnapshots { get; init; } = 13;

    /// <summary>A batch of which a larger share of rows is refused for a reason other than a missing customer is held, 0 to 1.</summary>
    public double MaximumRejectRate { get; init; } = 0.5;

    /// <summary>How runs reckon.</summary>
    public ResegmentationOptions Resegmentation { get; init; } = new();

    /// <summary>Every error, in one list.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [.. Resegmentation.Validate()];
        if (!CronExpression.TryParse(Schedule, CronFormat.IncludeSeconds, out _))
            errors.Add($"RESEGMENT_SCHEDULE '{Schedule}' is not a six-field schedule; the default is '{DefaultSchedule}'.");
        if (RetainedSnapshots is < 1 or > 120)
            errors.Add($"RetainedSnapshots is {RetainedSnapshots}; it must lie between 1 and 120.");
        if (!(MaximumRejectRate >= 0 && MaximumRejectRate <= 1))
            errors.Add(FormattableString.Invariant($"MaximumRejectRate is {MaximumRejectRate}; it must lie between 0 and 1."));
        return errors;
    }
}
