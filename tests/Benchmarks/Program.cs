using System.Globalization;
using ServerlessSeg.Benchmarks;
using ServerlessSeg.Benchmarks.Faults;
using ServerlessSeg.Benchmarks.Fuzz;
using ServerlessSeg.Benchmarks.Generation;
using ServerlessSeg.Benchmarks.Ingest;
using ServerlessSeg.Benchmarks.Ledger;
using ServerlessSeg.Benchmarks.Models;
using ServerlessSeg.Benchmarks.Segments;

const string Usage = """
    generate --rows N --customers M --out FILE [--seed S] [--days D] [--flaws SHARE]
        writes a CSV of transactions that is the same for the same arguments
    fuzz [--count N] [--seed S]
        ingests mutated exports, a quarter of them Parquet, and holds each to the promises
    faults [--only SCENARIO] [--count N] [--seed S]
        lets every request that writes to storage fail in every way, one at a time, and compares the end; N of them, chosen by the seed
    outage [--only SCENARIO] [--seconds N] [--percent P] [--seed S]
        storage away for N seconds in the middle of an ingest and of a run, or P of a hundred requests disturbed, with the waits of a deployed app
    compare ingest [--rows N] [--customers M] [--rounds R] [--folder FOLDER] [--only JOBS]
        CSV and Parquet into the ledger and into summaries, against DuckDB in turn; the files are made once and kept
    compare ledger [--rows N] [--customers M] [--rounds R]
        writes and reads the ledger alone
    compare models [--customers N] [--rounds R]
        fits and scores every model
    compare segments [--customers N] [--rounds R]
        places a base in every scheme
    """;

try
{
    return args switch
    {
        ["generate", .. string[] rest] => GenerateCommand.Run(rest),
        ["fuzz", .. string[] rest] => Fuzz(new JobArguments(rest, "count", "seed")),
        ["faults", .. string[] rest] => await FaultsAsync(new JobArguments(rest, "only", "count", "seed")),
        ["outage", .. string[] rest] => await OutageAsync(new JobArguments(rest, "only", "seconds", "percent", "seed")),
        ["compare", "ingest", .. string[] rest] => await IngestComparison.RunAsync(new JobArguments(rest, "rows", "customers", "rounds", "folder", "only")),
        ["compare", "ledger", .. string[] rest] => await LedgerAsync(new JobArguments(rest, "rows", "customers", "rounds")),
        ["compare", "models", .. string[] rest] => await ModelComparison.RunAsync(rest),
        ["compare", "segments", .. string[] rest] => Segments(new JobArguments(rest, "customers", "rounds")),
        [IngestJob.Command, string job, string input, string folder] => await IngestJob.RunAsync(job, input, folder),
        _ => Complain(Usage),
    };
}
catch (ArgumentException wrong)
{
    return Complain(wrong.Message + Environment.NewLine + Usage);
}

static int Fuzz(JobArguments line) => FuzzCommand.Run(line.Whole("count", 200_000), line.Whole("seed", 1));

static Task<int> FaultsAsync(JobArguments line) => FaultsCommand.RunAsync(line.Text("only"), line.Whole("count", 0), line.Whole("seed", 1), CancellationToken.None);

static Task<int> OutageAsync(JobArguments line) =>
    OutageCommand.RunAsync(line.Text("only"), line.Whole("seconds", 30), line.Whole("percent", 0), line.Whole("seed", 1), CancellationToken.None);

static int Segments(JobArguments line) => SegmentsBenchmark.Run([Text(line.Whole("customers", 1_000_000)), Text(line.Whole("rounds", 3))]);

static async Task<int> LedgerAsync(JobArguments line)
{
    await LedgerBenchmark.RunAsync(line.Whole("rows", 10_000_000), line.Whole("customers", 1_000_000), line.Whole("rounds", 3), CancellationToken.None);
    return 0;
}

static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

static int Complain(string what)
{
    Console.Error.WriteLine(what);
    return 2;
}
