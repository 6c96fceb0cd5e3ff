using System.Diagnostics;
using System.Text.Json;

namespace ServerlessSeg.Benchmarks.Ingest;

/// <summary>One job in a process of its own; prints its result as one line of JSON.</summary>
internal static class IngestJob
{
    /// <summary>The argument under which this program calls itself.</summary>
    public const string Command = "ingest-job";

    public static async Task<int> RunAsync(string job, string input, string folder)
    {
        var watch = Stopwatch.StartNew();
        Func<IReadOnlyList<string>> check = job switch
        {
            "ledger" => Already(await OwnIngest.ToLedgerAsync(input, folder)),
            "summaries" => Already(await OwnIngest.ToSummariesAsync(input, folder)),
            "aggregate" => Already(await OwnIngest.ToAggregateAsync(input, folder)),
            "peer-ledger" => PeerIngest.ToSortedParquet(input, folder),
            "peer-summaries" => PeerIngest.ToSummaries(input, folder),
            "peer-convert" => PeerIngest.Convert(input, folder),
            _ => throw new ArgumentException($"There is no job '{job}'."),
        };
        double seconds = watch.Elapsed.TotalSeconds;
        using var self = Process.GetCurrentProcess();
        long peak = self.PeakWorkingSet64 >> 20;
        Console.WriteLine(JsonSerializer.Serialize(new JobResult(seconds, peak, check()), JobJson.Default.JobResult));
        return 0;
    }

    private static Func<IReadOnlyList<string>> Already(IReadOnlyList<string> result) => () => result;
}
