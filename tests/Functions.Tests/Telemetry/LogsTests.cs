using System.Reflection;
using Microsoft.Extensions.Logging;

namespace ServerlessSeg.Functions.Tests.Telemetry;

public sealed class LogsTests
{
    /// <summary>What a message speaks of, by the first word of its name, and the thousand its event ids lie in.</summary>
    private static readonly Dictionary<string, int> Thousands = new() { ["Batch"] = 1, ["Run"] = 2, ["Schedule"] = 2, ["Snapshot"] = 4 };

    [Fact]
    public void EventIds_AreUnique()
    {
        var ids = Messages().Select(static message => message.Id).ToList();
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void EventIds_LieInTheRangeOfWhatTheySpeakOf() => Assert.All(Messages(), static message =>
    {
        Assert.InRange(message.Id, 1000, 4999);
        if (Thousands.FirstOrDefault(area => message.Name.StartsWith(area.Key, StringComparison.Ordinal)) is { Key: not null } area)
            Assert.Equal(area.Value, message.Id / 1000);
    });

    private static IEnumerable<(string Name, int Id)> Messages() =>
        typeof(Logs).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(static method => (method.Name, method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(static message => message.Item2 is not null)
            .Select(static message => (message.Name, message.Item2!.EventId));
}
