using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Functions.Telemetry;

namespace ServerlessSeg.Functions.Tests.Infra;

[Collection(InfraTests.Name)]
public sealed partial class MonitoringTests(BicepCompiler bicep)
{
    [Fact]
    public void Queries_AskForExactlyTheInstrumentsThatExist()
    {
        var asked = Queries().SelectMany(q => Instrument().Matches(q.Value).Select(m => m.Value)).Distinct();
        Assert.Equal(InstrumentNames(), asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Queries_AreAllShownOrAlertedOn()
    {
        // Bicep puts the text of a loaded file into a variable of the module.
        string loaded = string.Concat(bicep.Main.Resources
            .Where(r => r.Module is "alerts" or "workbook")
            .SelectMany(r => r.Template["variables"]!.AsObject())
            .Where(v => v.Key.StartsWith("$fxv", StringComparison.Ordinal))
            .Select(v => v.Value!.ToString()));
        Assert.All(Queries(), q => Assert.Contains(q.Value, loaded, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("poison", "Messages")]
    [InlineData("batch-missing", "Files")]
    [InlineData("batch-poisoned", "Batches")]
    [InlineData("run-failed", "Errors")]
    [InlineData("snapshot-age", "AgeDays")]
    [InlineData("reject-rate", "RejectedPercent")]
    public void LogAlert_MeasuresAColumnOfItsQuery(string name, string column)
    {
        var alerts = bicep.Main.Only("Microsoft.Insights/scheduledQueryRules").Template["variables"]!["logAlerts"]!.AsArray();
        var alert = Assert.Single(alerts, a => a!["name"]!.ToString() == name)!;
        Assert.Equal(column, alert["column"]!.ToString());
        Assert.Contains($"{column} =", Queries()[$"alert-{name}.kql"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("batch-missing", new[] { nameof(Logs.BatchMissing) })]
    [InlineData("batch-poisoned", new[] { nameof(Logs.BatchPoisoned) })]
    [InlineData("run-failed", new[] { nameof(Logs.RunRefused), nameof(Logs.ScheduleSkipped) })]
    public void LogAlert_NamesTheEventsOfTheCode(string name, string[] messages)
    {
        IEnumerable<int> named = EventId().Matches(Queries()[$"alert-{name}.kql"]).SelectMany(m => Number().Matches(m.Value)).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture));
        Assert.Equal(messages.Select(static message => Event(message).EventId).Order(), named.Order());
    }

    [Fact]
    public void LogAlerts_CatchEveryFailureOfARun()
    {
        // The query takes errors of the two thousands by severity, which counts from 0, verbose, to 4.
        Assert.Contains("EventId between (2000 .. 2999) and SeverityLevel >= 3", Queries()["alert-run-failed.kql"], StringComparison.Ordinal);
        Assert.Equal(LogLevel.Error, Event(nameof(Logs.RunGivenUp)).Level);
        Assert.Equal(LogLevel.Warning, Event(nameof(Logs.BatchMissing)).Level);
        Assert.Equal(LogLevel.Error, Event(nameof(Logs.BatchPoisoned)).Level);
    }

    [Fact]
    public void MissingBatches_AreToldApartByWhatTheMessageHolds()
    {
        string message = Event(nameof(Logs.BatchMissing)).Message;
        Assert.All(Property().Matches(Queries()["alert-batch-missing.kql"]).Select(m => m.Groups[1].Value).Where(static name => name != "EventId"), name => Assert.Contains($"{{{name}}}", message, StringComparison.Ordinal));
    }

    [Fact]
    public void MetricAlerts_WatchLostEventsAndHealth()
    {
        string[] watched = [.. bicep.Main.OfType("Microsoft.Insights/metricAlerts").Select(a => a.Module).Order(StringComparer.Ordinal)];
        Assert.Equal(["alerts", "health"], watched);
        Assert.EndsWith("/health', parameters('apiAddress'))]", bicep.Main.Only("Microsoft.Insights/webtests").Text("Request.RequestUrl"), StringComparison.Ordinal);
    }

    private static List<string> InstrumentNames()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton(TimeProvider.System).AddSingleton<Instruments>().BuildServiceProvider();
        IMeterFactory factory = services.GetRequiredService<IMeterFactory>();
        List<string> names = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
                names.Add(instrument.Name);
        };
        listener.Start();
        services.GetRequiredService<Instruments>();
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static LoggerMessageAttribute Event(string message) => typeof(Logs).GetMethod(message)!.GetCustomAttribute<LoggerMessageAttribute>()!;

    private static Dictionary<string, string> Queries() =>
        Directory.GetFiles(Path.Combine(BicepCompiler.InfraFolder, "monitor"), "*.kql")
            .ToDictionary(f => Path.GetFileName(f), File.ReadAllText, StringComparer.Ordinal);

    [GeneratedRegex(@"EventId (?:== \d+|in \([^)]*\))", RegexOptions.CultureInvariant)]
    private static partial Regex EventId();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"Properties\.(\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Property();

    [GeneratedRegex(@"serverlessseg(\.[a-z]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Instrument();
}
