using System.Diagnostics;
using System.Globalization;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Intervals;

namespace ServerlessSeg.Benchmarks.Models;

/// <summary>
/// Times grouping, fits and scoring of a simulated base (by default 1,000,000 customers, 39 weeks at daily resolution) and prints the
/// peak memory of the process. <c>--customers N</c> changes the size, <c>--rounds N</c> the repetitions.
/// </summary>
internal static class ModelComparison
{
    private const int Weeks = 39;
    private static double processorBefore;

    public static Task<int> RunAsync(string[] args)
    {
        int customers = Option(args, "--customers", 1_000_000), rounds = Option(args, "--rounds", 3);
        CustomerDays days = CustomerDays.Simulate(customers, Weeks);
        for (int round = 1; round <= rounds; round++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: {customers:N0} customers"));
            Round(days);
        }
        using Process process = Process.GetCurrentProcess();
        process.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory {process.PeakWorkingSet64 / 1e6:F0} MB"));
        return Task.FromResult(0);
    }

    private static void Round(CustomerDays days)
    {
        processorBefore = Environment.CpuUsage.TotalTime.TotalSeconds;
        var stopwatch = Stopwatch.StartNew();
        PurchaseHistories data = PurchaseHistories.FromDays(days.Frequency, days.Recency, days.Age, [], TimeUnit.Week);
        Print("group", stopwatch, string.Create(CultureInfo.InvariantCulture, $"{data.Groups:N0} distinct histories"));
        SpendData spending = SpendData.FromCustomers(days.Frequency, days.MeanValue);
        Print("group spending", stopwatch, string.Create(CultureInfo.InvariantCulture, $"{spending.Rows:N0} rows"));
        double fits = 0;
        FitResult<BgNbd> bg = BgNbd.Fit(data);
        fits += Print("fit BG/NBD", stopwatch, Describe(bg));
        FitResult<MbgNbd> mbg = MbgNbd.Fit(data);
        fits += Print("fit MBG/NBD", stopwatch, Describe(mbg));
        FitResult<ParetoNbd> pareto = ParetoNbd.Fit(data);
        fits += Print("fit Pareto/NBD", stopwatch, Describe(pareto));
        FitResult<GammaGamma> gammaGamma = GammaGamma.Fit(spending);
        fits += Print("fit Gamma-Gamma", stopwatch, Describe(gammaGamma));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  four fits                {fits,8:F3} s"));
        var terms = new ScoringTerms(52, 90 / 7.0, Math.Log(1.1) / 52);
        Score("score BG/NBD", bg.Model, gammaGamma.Model, data, days, terms);
        Score("score Pareto/NBD", pareto.Model, gammaGamma.Model, data, days, terms);
        Intervals("intervals BG/NBD", FittedModel.Of(bg), gammaGamma, data, days);
        Intervals("intervals Pareto/NBD", FittedModel.Of(pareto), gammaGamma, data, days);
    }

    private static void Score(string what, ICustomerBaseModel model, GammaGamma spend, PurchaseHistories data, CustomerDays days, ScoringTerms terms)
    {
        var stopwatch = Stopwatch.StartNew();
        CustomerScores scores = CustomerScores.Of(model, data, terms);
        ReadOnlySpan<int> groups = data.GroupOfCustomer;
        var values = new double[groups.Length];
        double total = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = scores.DiscountedExpectedTransactions[groups[i]] * spend.ExpectedMeanSpend(days.Frequency[i], days.MeanValue[i]);
            total += values[i];
        }
        Print(what, stopwatch, string.Create(CultureInfo.InvariantCulture, $"value of all {total:N0}"));
    }

    private static void Intervals(string what, FittedModel model, FitResult<GammaGamma> spend, PurchaseHistories data, CustomerDays days)
    {
        processorBefore = Environment.CpuUsage.TotalTime.TotalSeconds;
        var stopwatch = Stopwatch.StartNew();
        PredictiveOutlook[] outlooks = new IntervalEstimator(model, spend).Outlooks(data);
        ReadOnlySpan<int> groups = data.GroupOfCustomer;
        var intervals = new PredictionInterval[groups.Length];
        double widths = 0;
        for (int i = 0; i < intervals.Length; i++)
        {
            intervals[i] = outlooks[groups[i]].For(days.MeanValue[i]);
            widths += intervals[i].ValueHigh - intervals[i].ValueLow;
        }
        Print(what, stopwatch, string.Create(CultureInfo.InvariantCulture, $"mean width {widths / intervals.Length:F2}"));
    }

    private static string Describe<TModel>(FitResult<TModel> fit) => string.Create(
        CultureInfo.InvariantCulture,
        $"{fit.Verdict} ln L {fit.LogLikelihood:F3} in {fit.Iterations} iterations: {string.Join(' ', fit.Parameters.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {p.Value:F4} ± {p.StandardError:F4}")))}");

    private static double Print(string what, Stopwatch stopwatch, string remark)
    {
        double seconds = stopwatch.Elapsed.TotalSeconds, processor = Environment.CpuUsage.TotalTime.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-22} {seconds,8:F3} s  (processor {processor - processorBefore,6:F3} s)  {remark}"));
        processorBefore = processor;
        stopwatch.Restart();
        return seconds;
    }

    private static int Option(string[] args, string name, int otherwise)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }
}
