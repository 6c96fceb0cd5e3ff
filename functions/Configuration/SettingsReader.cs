using System.Globalization;
using Microsoft.Extensions.Configuration;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Configuration;

/// <summary>Reads <see cref="AppOptions"/> from configuration and reports every mistake at once.</summary>
public static class SettingsReader
{
    /// <summary>Every setting the app reads, by the name under which the environment gives it.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        ScheduleSetting,
        .. new[]
        {
            nameof(ResegmentationOptions.TimeZone), nameof(ResegmentationOptions.Currency), nameof(ResegmentationOptions.WindowDays),
            nameof(ResegmentationOptions.HorizonMonths), nameof(ResegmentationOptions.AnnualDiscountRate), nameof(ResegmentationOptions.MarginRate),
            nameof(ResegmentationOptions.IntervalLevel), nameof(ResegmentationOptions.Parallelism), nameof(ResegmentationOptions.Models),
            nameof(AppOptions.RetainedSnapshots), nameof(AppOptions.MaximumRejectRate), nameof(AppOptions.TrustDropZone), nameof(AppOptions.MissingAfterMinutes),
            nameof(AppOptions.MaximumRows), nameof(AppOptions.MaximumExpandedBytes), nameof(AppOptions.MaximumListedRejects), StoragePatience,
        }.Select(static name => $"{Section}__{name}"),
    ];

    private const string Section = "ServerlessSeg";
    private const string StoragePatience = "StoragePatienceSeconds";
    private const string ScheduleSetting = "RESEGMENT_SCHEDULE";

    /// <summary>The options.</summary>
    /// <exception cref="InvalidOperationException">A setting cannot be used; the message lists all that cannot.</exception>
    public static AppOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        List<string> errors = [];
        IConfigurationSection section = configuration.GetSection(Section);
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!Names.Contains($"{Section}__{child.Key}", StringComparer.OrdinalIgnoreCase))
                errors.Add($"There is no setting {Section}__{child.Key}.");
        }
        var defaults = new AppOptions();
        ResegmentationOptions run = defaults.Resegmentation;
        var options = new AppOptions
        {
            Schedule = configuration[ScheduleSetting] is { Length: > 0 } schedule ? schedule : defaults.Schedule,
            RetainedSnapshots = Number(nameof(AppOptions.RetainedSnapshots), defaults.RetainedSnapshots),
            MaximumRejectRate = Number(nameof(AppOptions.MaximumRejectRate), defaults.MaximumRejectRate),
            Storage = new StorageOptions { PatienceSeconds = Number(StoragePatience, defaults.Storage.PatienceSeconds) },
            TrustDropZone = Flag(nameof(AppOptions.TrustDropZone), defaults.TrustDropZone),
            MissingAfterMinutes = Number(nameof(AppOptions.MissingAfterMinutes), defaults.MissingAfterMinutes),
            MaximumRows = Number(nameof(AppOptions.MaximumRows), defaults.MaximumRows),
            MaximumExpandedBytes = Number(nameof(AppOptions.MaximumExpandedBytes), defaults.MaximumExpandedBytes),
            MaximumListedRejects = Number(nameof(AppOptions.MaximumListedRejects), defaults.MaximumListedRejects),
            Resegmentation = new ResegmentationOptions
            {
                TimeZone = Text(nameof(run.TimeZone)) ?? run.TimeZone,
                Currency = Text(nameof(run.Currency)),
                WindowDays = Text(nameof(run.WindowDays)) is null ? null : Number(nameof(run.WindowDays), 0),
                HorizonMonths = Number(nameof(run.HorizonMonths), run.HorizonMonths),
                AnnualDiscountRate = Number(nameof(run.AnnualDiscountRate), run.AnnualDiscountRate),
                MarginRate = Number(nameof(run.MarginRate), run.MarginRate),
                IntervalLevel = Number(nameof(run.IntervalLevel), run.IntervalLevel),
                Parallelism = Number(nameof(run.Parallelism), run.Parallelism),
                Models = Text(nameof(run.Models))?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? run.Models,
            },
        };
        errors.AddRange(options.Validate());
        return errors.Count == 0 ? options
            : throw new InvalidOperationException("The settings cannot be used:" + string.Concat(errors.Select(static error => $"{Environment.NewLine}  - {error}")));

        string? Text(string name) => section[name] is { Length: > 0 } value ? value : null;

        bool Flag(string name, bool otherwise)
        {
            if (Text(name) is not { } text)
                return otherwise;
            if (bool.TryParse(text, out bool value))
                return value;
            errors.Add($"{Section}__{name} is '{text}'; it must be true or false.");
            return otherwise;
        }

        T Number<T>(string name, T otherwise)
            where T : ISpanParsable<T>
        {
            if (Text(name) is not { } text)
                return otherwise;
            if (T.TryParse(text, CultureInfo.InvariantCulture, out T? value))
                return value;
            errors.Add($"{Section}__{name} is '{text}', which is not a number.");
            return otherwise;
        }
    }
}
