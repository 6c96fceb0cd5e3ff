using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ServerlessSeg.Benchmarks.Generation;

namespace ServerlessSeg.Benchmarks.Ingest;

/// <summary>
/// <c>compare ingest</c>: this library and DuckDB do the same jobs on the same files in turn, every time in a new process of the published program. Results must
/// be equal in rows, customers and exact money; the ratios are of wall time, ours by the peer's of the same round.
/// </summary>
internal static class IngestComparison
{
    public static async Task<int> RunAsync(JobArguments line)
    {
        int rows = line.Whole("rows", 10_000_000), customers = line.Whole("customers", 1_000_000), rounds = line.Whole("rounds", 3);
        string folder = line.Text("folder") ?? Path.Combine(Path.GetTempPath(), "serverlessseg-benchmarks");
        string csv = Generated(Path.GetFullPath(folder), rows, customers);
        string parquet = Path.ChangeExtension(csv, ".parquet");
        if (!File.Exists(parquet))
            await MeasureAsync("peer-convert", csv, folder);
        (string Name, string Own, string Peer, string Input)[] jobs =
        [
            ("csv-to-ledger", "ledger", "peer-ledger", csv),
            ("parquet-to-ledger", "ledger", "peer-ledger", parquet),
            ("csv-to-aggregate", "aggregate", "peer-summaries", csv),
            ("parquet-to-aggregate", "aggregate", "peer-summaries", parquet),
            ("csv-to-summaries", "summaries", "peer-summaries", csv),
            ("parquet-to-summaries", "summaries", "peer-summaries", parquet),
        ];
        if (line.Text("only") is { } only)
            jobs = [.. jobs.Where(job => job.Name.StartsWith(only, StringComparison.Ordinal))];
        var ratios = jobs.ToDictionary(static job => job.Name, static _ => new List<double>());
        var peaks = new Dictionary<string, (long Own, long Peer)>();
        for (int round = 1; round <= rounds; round++)
        {
            foreach ((string name, string own, string peer, string input) in jobs)
            {
                JobResult a = await MeasureAsync(own, input, folder), b = await MeasureAsync(peer, input, folder);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round} {name}: {a.Seconds:0.00} s and {a.PeakMegabytes} MB against {b.Seconds:0.00} s and {b.PeakMegabytes} MB; {string.Join(' ', a.Result)}"));
                if (!a.Result.SequenceEqual(b.Result))
                {
                    Console.Error.WriteLine($"{name}: the results differ: {string.Join(' ', a.Result)} and {string.Join(' ', b.Result)}");
                    return 1;
                }
                ratios[name].Add(a.Seconds / b.Seconds);
                (long ownPeak, long peerPeak) = peaks.GetValueOrDefault(name);
                peaks[name] = (Math.Max(ownPeak, a.PeakMegabytes), Math.Max(peerPeak, b.PeakMegabytes));
            }
        }
        foreach ((string name, List<double> values) in ratios)
        {
            values.Sort();
            double median = (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"RATIO {name} {median:0.000} [{values[0]:0.000}-{values[^1]:0.000}] peak {peaks[name].Own}/{peaks[name].Peer}"));
        }
        return 0;
    }

    private static string Generated(string folder, int rows, int customers)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"generated-{rows}-{customers}.csv"));
        if (File.Exists(path))
            return path;
        using (FileStream file = File.Create(path + ".part"))
            TransactionGenerator.Write(new GenerationOptions(rows, customers), file);
        File.Move(path + ".part", path);
        return path;
    }

    // The published program, which a release build puts beside itself; else this one.
    private static ProcessStartInfo Program()
    {
        string name = typeof(IngestComparison).Assembly.GetName().Name + ".dll";
        string published = Path.Combine(AppContext.BaseDirectory, "published", name);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(File.Exists(published) ? published : Path.Combine(AppContext.BaseDirectory, name));
        return start;
    }

    private static async Task<JobResult> MeasureAsync(string job, string input, string folder)
    {
        DirectoryInfo own = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(folder), $"job-{Environment.ProcessId}"));
        try
        {
            ProcessStartInfo start = Program();
            foreach (string argument in new[] { IngestJob.Command, job, input, own.FullName })
                start.ArgumentList.Add(argument);
            using Process process = Process.Start(start)!;
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 && JsonSerializer.Deserialize(output, JobJson.Default.JobResult) is { } result
                ? result
                : throw new InvalidOperationException($"Job {job} ended with {process.ExitCode}.");
        }
        finally
        {
            own.Delete(recursive: true);
        }
    }
}
