using System.Globalization;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>The step that merges the ledger, key range by key range, into one summary a customer.</summary>
public static class Summarise
{
    // Enough ranges that no worker waits long for the last one, few enough that opening files stays cheap.
    private const int RangesPerWorker = 4;
    private const int RowsPerRange = 50_000;

    /// <summary>Reads the planned files. The result does not depend on the number of ranges or workers.</summary>
    /// <exception cref="RunRefusedException">The ledger holds several currencies and the options choose none, or a rate is missing.</exception>
    public static async Task<SummarisedBase> RunAsync(RunPlan plan, ILedgerStore store, IRunProgress? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
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
                parts[index] = await ReadAsync(plan, store, KeyRange.Part(index, ranges), token).ConfigureAwait(false);
                progress?.Report(RunStep.Summarise, Interlocked.Increment(ref finished), ranges);
            }).ConfigureAwait(false);

        var totals = new HistoryTotals();
        var customers = new CustomerSummary[parts.Sum(static part => part.Customers.Count)];
        var calibration = new CalibrationSummary[plan.HoldoutDays == 0 ? 0 : customers.Length];
        var missing = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int offset = 0;
        foreach (ref Part part in parts.AsSpan())
        {
            totals.Add(part.Totals);
            foreach ((string currency, int day) in part.MissingRates)
                missing[currency] = missing.TryGetValue(currency, out int known) ? Math.Min(known, day) : day;
            part.Customers.CopyTo(customers, offset);
            if (plan.HoldoutDays > 0)
                part.Calibration.CopyTo(calibration, offset);
            offset += part.Customers.Count;
            part = default;
        }
        RefuseMissingRates(missing, plan.Options);
        RefuseSeveralCurrencies(plan.Options, totals);
        return new SummarisedBase(plan.AsOf, customers, totals) { HoldoutDays = plan.HoldoutDays, Calibration = calibration };
    }

    private static async Task<Part> ReadAsync(RunPlan plan, ILedgerStore store, KeyRange range, CancellationToken cancellationToken)
    {
        ResegmentationOptions options = plan.Options;
        CustomerRates rates = options.Rates;
        CurrencyConversion? conversion = ConversionOf(plan);
        var builder = new SummaryBuilder(
            plan.AsOf, TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone), options.WindowDays, currency: options.Currency, conversion: conversion);
        List<CustomerSummary> customers = [];
        List<CalibrationSummary> calibration = [];
        int splitDay = CalendarDays.Of(plan.AsOf) - plan.HoldoutDays;
        await using LedgerMerge merge = await LedgerMerge.OpenAsync(store, plan.Files, range, [], cancellationToken).ConfigureAwait(false);
        while (await merge.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!builder.TrySummarise(merge.Current, out CustomerSummary summary))
                continue;
            // Margin by rate: no column of the ledger carries a better one.
            customers.Add(summary with { WindowMarginMoney = (long)Math.Round(summary.WindowNetMoney * rates.For(segment: null, summary.FirstChannel).MarginRate) });
            if (plan.HoldoutDays > 0)
                calibration.Add(CalibrationSummary.Of(builder.PurchaseDays, splitDay, plan.HoldoutDays));
        }
        return new Part(customers, calibration, builder.Totals, conversion?.Missing ?? new Dictionary<string, int>());
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
            throw new RunRefusedException($"The ledger holds several currencies ({found}), and no currency is added to another. Set Currency to the one to count.");
        }
    }

    private readonly record struct Part(List<CustomerSummary> Customers, List<CalibrationSummary> Calibration, HistoryTotals Totals, IReadOnlyDictionary<string, int> MissingRates);
}
