using System.Globalization;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>The step that merges the ledger, key range by key range, into one summary a customer.</summary>
public static class Summarise
{
    // Enough ranges that no worker waits long for the last one, few enough that opening files stays cheap.
    private const int RangesPerWorker = 4;
    private const int RowsPerRange = 50_000;
    private const int MostLostAfterDays = 36_500;

    /// <summary>Reads the planned files. The result does not depend on the number of ranges or workers.</summary>
    /// <exception cref="RunRefusedException">The ledger holds several currencies and the options choose none, or a rate is missing.</exception>
    public static async Task<SummarisedBase> RunAsync(RunPlan plan, ILedgerStore store, IRunProgress? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        SegmentationOptions segmentation = plan.Segmentation?.ToOptions() ?? new SegmentationOptions();
        LifecycleOptions lifecycle = segmentation.Lifecycle;
        AttributeChoice attributes = segmentation.ChosenAttributes();
        // The base's own rhythm is not known before it was read, so the months take the rhythm that the lifecycle falls back to.
        int lostAfterDays = (int)Math.Clamp(Math.Ceiling(lifecycle.DefaultGapDays * lifecycle.LostAfterGaps), 1, MostLostAfterDays);
        int workers = plan.Options.Parallelism > 0 ? plan.Options.Parallelism : Environment.ProcessorCount;
        int ranges = (int)Math.Clamp(plan.Rows / RowsPerRange, 1, workers * RangesPerWorker);
        var parts = new Part[ranges];
        int finished = 0;
        progress?.Report(RunStep.Summarise, 0, ranges);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, ranges),
            new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                parts[index] = await ReadAsync(plan, store, KeyRange.Part(index, ranges), lostAfterDays, attributes, token).ConfigureAwait(false);
                progress?.Report(RunStep.Summarise, Interlocked.Increment(ref finished), ranges);
            }).ConfigureAwait(false);

        var totals = new HistoryTotals();
        var calendar = new CalendarActivity(plan.AsOf, lostAfterDays);
        var customers = new CustomerSummary[parts.Sum(static part => part.Customers.Count)];
        var calibration = new CalibrationSummary[plan.HoldoutDays == 0 ? 0 : customers.Length];
        AttributeColumn[] kept = [.. attributes.Kept.Select(name => new AttributeColumn(name, new string?[customers.Length]))];
        var missing = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int offset = 0;
        foreach (ref Part part in parts.AsSpan())
        {
            totals.Add(part.Totals);
            calendar.Merge(part.Calendar);
            foreach ((string currency, int day) in part.MissingRates)
                missing[currency] = missing.TryGetValue(currency, out int known) ? Math.Min(known, day) : day;
            part.Customers.CopyTo(customers, offset);
            for (int a = 0; a < kept.Length; a++)
                part.Attributes[a].CopyTo(kept[a].Values, offset);
            if (plan.HoldoutDays > 0)
                part.Calibration.CopyTo(calibration, offset);
            offset += part.Customers.Count;
            part = default;
        }
        RefuseMissingRates(missing, plan.Options);
        RefuseSeveralCurrencies(plan.Options, totals);
        return new SummarisedBase(plan.AsOf, customers, totals) { HoldoutDays = plan.HoldoutDays, Calibration = calibration, Calendar = calendar, Attributes = kept };
    }

    private static async Task<Part> ReadAsync(RunPlan plan, ILedgerStore store, KeyRange range, int lostAfterDays, AttributeChoice attributes, CancellationToken cancellationToken)
    {
        ResegmentationOptions options = plan.Options;
        CustomerRates rates = options.Rates;
        CurrencyConversion? conversion = ConversionOf(plan);
        var builder = new SummaryBuilder(
            plan.AsOf, TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone), options.WindowDays, attributes, options.Currency, conversion);
        var calendar = new CalendarActivity(plan.AsOf, lostAfterDays);
        List<CustomerSummary> customers = [];
        List<CalibrationSummary> calibration = [];
        List<string?>[] kept = [.. attributes.Kept.Select(static _ => new List<string?>())];
        int splitDay = CalendarDays.Of(plan.AsOf) - plan.HoldoutDays;
        await using LedgerMerge merge = await LedgerMerge.OpenAsync(store, plan.Files, range, attributes.Names, cancellationToken).ConfigureAwait(false);
        while (await merge.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!builder.TrySummarise(merge.Current, out CustomerSummary summary))
                continue;
            // Margin by rate: no column of the ledger carries a better one.
            customers.Add(summary with { WindowMarginMoney = (long)Math.Round(summary.WindowNetMoney * rates.For(segment: null, summary.FirstChannel).MarginRate) });
            calendar.Add(summary, builder.ActivityDays);
            for (int a = 0; a < kept.Length; a++)
                kept[a].Add(builder.KeptAttributes[a]);
            if (plan.HoldoutDays > 0)
                calibration.Add(CalibrationSummary.Of(builder.PurchaseDays, splitDay, plan.HoldoutDays));
        }
        return new Part(customers, calibration, kept, builder.Totals, conversion?.Missing ?? new Dictionary<string, int>(), calendar);
    }

    private static CurrencyConversion? ConversionOf(RunPlan plan)
    {
        if (plan.RatesHash is null)
            return null;
        return plan.Rates is { } rates
            ? new CurrencyConversion(rates, plan.Options.Currency!)
            : throw new InvalidOperationException($"The plan names rates {plan.RatesHash}, but comes without them.");
    }

    private static void RefuseMissingRates(SortedDictionary<string, int> missing, ResegmentationOptions options)
    {
        if (missing.Count == 0)
            return;
        string found = string.Join(", ", missing.Select(static entry => string.Create(
            CultureInfo.InvariantCulture, $"{(entry.Key.Length == 0 ? "lines without a currency" : entry.Key)} from {CalendarDays.ToDate(entry.Value):yyyy-MM-dd}")));
        throw new RunRefusedException(
            $"No rate into {options.Currency} is known for {found}. Add to rates.csv a line on or before each date (date, currency, rate), or name the currency of exports without one in mapping.json.");
    }

    private static void RefuseSeveralCurrencies(ResegmentationOptions options, HistoryTotals totals)
    {
        if (options.Currency is null && totals.Currencies.Count > 1)
        {
            string found = string.Join(", ", totals.Currencies.Select(static currency => currency.Length == 0 ? "none named" : currency));
            throw new RunRefusedException($"The ledger holds several currencies ({found}), and no currency is added to another. Set ServerlessSeg__Currency to the one to count, or name the currency of exports without one in mapping.json (\"constants\").");
        }
    }

    private readonly record struct Part(
        List<CustomerSummary> Customers, List<CalibrationSummary> Calibration, List<string?>[] Attributes, HistoryTotals Totals, IReadOnlyDictionary<string, int> MissingRates, CalendarActivity Calendar);
}
