using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation.Calendar;
using ServerlessSeg.Core.Segmentation.Profiles;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>Writes the reports that are published with a run: movement, profiles, cohorts, seasonality.</summary>
public static class PublishReports
{
    /// <summary>Name within the snapshot of the segments' profiles.</summary>
    public const string ProfilesFile = "profiles.json";

    /// <summary>Name within the snapshot of the cohorts.</summary>
    public const string CohortsFile = "cohorts.json";

    /// <summary>Name within the snapshot of the months.</summary>
    public const string SeasonalityFile = "seasonality.json";

    /// <summary>Writes the reports; that of movement only where there is an earlier snapshot.</summary>
    public static async Task RunAsync(
        SnapshotId snapshot, string? currency, ScoredBase scored, PreviousSegments? previous, ISnapshotStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(store);
        DateOnly asOf = scored.Summaries.AsOf;
        if (previous is not null)
            await WriteAsync(MovementReport.File, MovementReport.Of(snapshot.Run, currency, scored, previous), ReportJson.Default.MovementReport).ConfigureAwait(false);
        await WriteAsync(ProfilesFile, Profiles(snapshot, currency, scored, cancellationToken), ReportJson.Default.ProfileReport).ConfigureAwait(false);
        if (scored.Summaries.Calendar is not { } calendar)
            return;
        await WriteAsync(CohortsFile, new CohortReport(snapshot.Run.ToString(), asOf, currency, calendar.Cohorts.Cohorts()), ReportJson.Default.CohortReport).ConfigureAwait(false);
        Seasonality months = calendar.Months.Report();
        await WriteAsync(
            SeasonalityFile,
            new SeasonalityReport(snapshot.Run.ToString(), asOf, currency, calendar.LostAfterDays, months.Months, months.SeasonalIndices),
            ReportJson.Default.SeasonalityReport).ConfigureAwait(false);

        async Task WriteAsync<T>(string file, T report, JsonTypeInfo<T> type)
        {
            await using Stream stream = await store.CreateFileAsync(snapshot, file, cancellationToken).ConfigureAwait(false);
            await JsonSerializer.SerializeAsync(stream, report, type, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ProfileReport Profiles(SnapshotId snapshot, string? currency, ScoredBase scored, CancellationToken cancellationToken)
    {
        IReadOnlyList<AttributeColumn> attributes = scored.Summaries.Attributes;
        var counts = new SegmentProfiles(scored.Schemes, [.. attributes.Select(static attribute => attribute.Name)]);
        var values = new string?[attributes.Count];
        Span<byte> segments = stackalloc byte[scored.Schemes.Count];
        CustomerSummary[] customers = scored.Summaries.Customers;
        for (int i = 0; i < customers.Length; i++)
        {
            if ((i & 0xFFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            for (int scheme = 0; scheme < segments.Length; scheme++)
                segments[scheme] = scored.Segments[scheme][i];
            for (int a = 0; a < values.Length; a++)
                values[a] = attributes[a].Values[i];
            counts.Add(segments, customers[i], values);
        }
        List<SchemeProfiles> schemes = [];
        for (int scheme = 0; scheme < scored.Schemes.Count; scheme++)
        {
            List<SegmentProfile> profiles = [];
            for (int segment = 0; segment < scored.Schemes[scheme].Segments.Count; segment++)
            {
                List<DimensionProfile> dimensions = [];
                for (int dimension = 0; dimension < counts.Dimensions.Count; dimension++)
                    dimensions.Add(counts.Of(scheme, segment, dimension));
                profiles.Add(new SegmentProfile(scored.Schemes[scheme].Segments[segment].Code, dimensions));
            }
            schemes.Add(new SchemeProfiles(scored.Schemes[scheme].Name, profiles));
        }
        return new ProfileReport(snapshot.Run.ToString(), scored.Summaries.AsOf, currency, schemes);
    }
}

/// <summary>Cohorts of a snapshot.</summary>
public sealed record CohortReport(string Snapshot, DateOnly AsOf, string? Currency, IReadOnlyList<Cohort> Cohorts);

/// <summary>Months of a snapshot; a customer is lost after the given days of silence.</summary>
public sealed record SeasonalityReport(
    string Snapshot, DateOnly AsOf, string? Currency, int LostAfterDays, IReadOnlyList<ActivityMonth> Months, IReadOnlyList<double>? SeasonalIndices);

/// <summary>Profiles of a snapshot's segments.</summary>
public sealed record ProfileReport(string Snapshot, DateOnly AsOf, string? Currency, IReadOnlyList<SchemeProfiles> Schemes);

/// <summary>Profiles of a scheme's segments.</summary>
public sealed record SchemeProfiles(string Scheme, IReadOnlyList<SegmentProfile> Segments);

/// <summary>Who is in a segment.</summary>
public sealed record SegmentProfile(string Segment, IReadOnlyList<DimensionProfile> Dimensions);
