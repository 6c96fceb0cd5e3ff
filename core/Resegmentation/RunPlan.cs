using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// What a run will read and how it will reckon, frozen when the run is requested: whoever executes it, and however often, comes
/// to the same snapshot.
/// </summary>
/// <param name="AsOf">The last date that counts.</param>
/// <param name="Options">Configuration.</param>
/// <param name="Files">The committed ledger files, ordered by name.</param>
public sealed record RunPlan(DateOnly AsOf, ResegmentationOptions Options, IReadOnlyList<LedgerFile> Files)
{
    // A quarter of the history, as the CDNOW studies hold back about half and vendors a month; at most half a year, so that old habits do not decide.
    private const int LongestHoldout = 182;
    private const int ShortestHistoryWithHoldout = 240;

    /// <summary>The earlier run whose segments customers are compared with; null for none.</summary>
    public string? PreviousRun { get; init; }

    /// <summary>The configuration of the segmentation; null for the defaults.</summary>
    public SegmentationSettings? Segmentation { get; init; }

    /// <summary>Days before the as-of date that models are judged by; 0 where the history is too short to hold any back.</summary>
    public int HoldoutDays { get; init; }

    /// <summary>Hash of the exchange rates that the run converts with; null where it converts nothing.</summary>
    public string? RatesHash { get; init; }

    /// <summary>The exchange rates of that hash; kept beside the plan, not in it.</summary>
    [JsonIgnore]
    public RateBook? Rates { get; init; }

    /// <summary>Rows to read at most.</summary>
    public long Rows => Files.Sum(static file => file.Rows);

    /// <summary>Plans a run.</summary>
    /// <param name="asOf">The last date that counts.</param>
    /// <param name="options">Configuration.</param>
    /// <param name="files">The committed files, in whatever order.</param>
    /// <param name="firstDay">The first date with an accepted row.</param>
    /// <param name="segmentation">The configuration of the segmentation; a window that it names goes before that of the options. Null for the defaults.</param>
    public static RunPlan Create(
        DateOnly asOf, ResegmentationOptions options, IEnumerable<LedgerFile> files, DateOnly firstDay, SegmentationSettings? segmentation = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        int history = asOf.DayNumber - firstDay.DayNumber;
        return new RunPlan(asOf, segmentation is null ? options : options with { WindowDays = segmentation.ToOptions().Rfm.WindowDays }, [.. files.OrderBy(static file => file.Name, StringComparer.Ordinal)])
        {
            Segmentation = segmentation,
            HoldoutDays = history < ShortestHistoryWithHoldout ? 0 : Math.Min(history / 4, LongestHoldout),
        };
    }

    /// <summary>The plan with rates to convert into the currency of the options; without such a currency nothing can be converted, and the plan stays as it is.</summary>
    public RunPlan With(RateBook? rates) =>
        rates is null || rates.IsEmpty || Options.Currency is null ? this : this with { Rates = rates, RatesHash = rates.Hash() };

    /// <summary>
    /// Equal for two plans exactly when they must give the same scores: date, options but for parallelism,
    /// rates, configuration and batches. In which files the rows of the batches lie does not matter.
    /// </summary>
    public string Fingerprint()
    {
        var hash = new XxHash128();
        byte[] options = JsonSerializer.SerializeToUtf8Bytes(Options with { Parallelism = 0 }, RunJson.Default.ResegmentationOptions);
        Append(hash, AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        hash.Append(options);
        if (RatesHash is not null)
            Append(hash, RatesHash);
        if (Segmentation is { } segmentation)
            Append(hash, segmentation);
        IEnumerable<IGrouping<(string Source, string BatchId), LedgerFile>> batches = Files
            .GroupBy(static file => (file.Source, file.BatchId))
            .OrderBy(static batch => batch.Key.Source, StringComparer.Ordinal)
            .ThenBy(static batch => batch.Key.BatchId, StringComparer.Ordinal);
        foreach (IGrouping<(string Source, string BatchId), LedgerFile> batch in batches)
        {
            Append(hash, batch.Key.Source);
            Append(hash, batch.Key.BatchId);
            Append(hash, batch.Max(static file => file.CommitOrder));
            Append(hash, batch.Sum(static file => file.Rows));
            hash.Append([batch.Any(static file => file.LaterOrderReplaces) ? (byte)1 : (byte)0]);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(XxHash128 hash, SegmentationSettings segmentation)
    {
        Append(hash, segmentation.Options);
        Append(hash, segmentation.Actions ?? "");
        foreach ((string scheme, string map) in segmentation.Maps.OrderBy(static map => map.Key, StringComparer.Ordinal))
        {
            Append(hash, scheme);
            Append(hash, map);
        }
    }

    private static void Append(XxHash128 hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.Append(bytes);
    }

    private static void Append(XxHash128 hash, string text)
    {
        hash.Append(Encoding.UTF8.GetBytes(text));
        hash.Append([0]);
    }
}
