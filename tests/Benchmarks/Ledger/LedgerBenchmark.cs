using System.Buffers.Text;
using System.Diagnostics;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Benchmarks.Ledger;

/// <summary>
/// Measures the ledger alone: generated rows appended by two threads until the sorted files are written, then all histories read
/// back by two merges over the halves of the key range. Rows have eight columns like a shop's export.
/// </summary>
internal static class LedgerBenchmark
{
    private static readonly string[] Products = [.. Enumerable.Range(0, 500).Select(i => $"Product {i:D3}")];

    public static async Task RunAsync(long rows, int customers, int repeats, CancellationToken cancellationToken)
    {
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("ledger-benchmark");
            try
            {
                var store = new FileLedgerStore(folder.FullName);
                var clock = Stopwatch.StartNew();
                TimeSpan busy = Environment.CpuUsage.TotalTime;
                LedgerContent content = await WriteAsync(store, rows, customers, cancellationToken).ConfigureAwait(false);
                Report("write", rows, clock.Elapsed, Environment.CpuUsage.TotalTime - busy, $"{content.Files.Count} files, {content.Files.Sum(file => file.Bytes) >> 20} MB, {content.Customers} customers");
                clock.Restart();
                busy = Environment.CpuUsage.TotalTime;
                (long lines, long money) = await ReadAsync(store, content, cancellationToken).ConfigureAwait(false);
                Report("read", lines, clock.Elapsed, Environment.CpuUsage.TotalTime - busy, $"net {money}");
                if (lines != rows || money != (long)content.Totals.Sum(totals => (decimal)totals.Net.TenThousandths))
                    throw new InvalidOperationException("The ledger gave back something else than was written.");
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private static async Task<LedgerContent> WriteAsync(FileLedgerStore store, long rows, int customers, CancellationToken cancellationToken)
    {
        LedgerWriter writer = new(store, "batch", new LedgerWriterOptions(), []);
        await using (writer.ConfigureAwait(false))
        {
            long half = rows / 2;
            await Task.WhenAll(
                Task.Run(() => AppendAsync(writer.CreateAppender(), 1, half, customers, cancellationToken), cancellationToken),
                Task.Run(() => AppendAsync(writer.CreateAppender(), 2, rows - half, customers, cancellationToken), cancellationToken)).ConfigureAwait(false);
            return await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task AppendAsync(LedgerAppender appender, int seed, long rows, int customers, CancellationToken cancellationToken)
    {
        const int Block = 8_192;
        var random = new Random(seed);
        byte[][] products = [.. Products.Select(System.Text.Encoding.UTF8.GetBytes)];
        for (long done = 0; done < rows; done += Block)
        {
            AppendBlock(appender, random, products, customers, (int)Math.Min(Block, rows - done));
            await appender.FlushIfNeededAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void AppendBlock(LedgerAppender appender, Random random, byte[][] products, int customers, int rows)
    {
        Span<byte> id = stackalloc byte[16];
        Span<byte> order = stackalloc byte[16];
        id[0] = (byte)'C';
        order[0] = (byte)'O';
        for (int i = 0; i < rows; i++)
        {
            Utf8Formatter.TryFormat(random.Next(customers), id[1..], out int idLength, new System.Buffers.StandardFormat('D', 7));
            Utf8Formatter.TryFormat(random.Next(100_000_000), order[1..], out int orderLength, new System.Buffers.StandardFormat('D', 9));
            bool isRefund = random.Next(50) == 0;
            long amount = random.Next(100, 20_000) * 100L;
            appender.Append(new TransactionRow
            {
                CustomerId = id[..(idLength + 1)],
                OrderId = order[..(orderLength + 1)],
                OccurredAtMicros = 1_600_000_000_000_000 + (random.Next(94_608_000) * 1_000_000L),
                Amount = isRefund ? -amount : amount,
                Kind = isRefund ? TransactionKind.Refund : TransactionKind.Purchase,
                Line = -1,
                Currency = "EUR"u8,
                Channel = (i & 3) == 0 ? "store"u8 : "web"u8,
                Product = products[random.Next(products.Length)],
            });
        }
    }

    private static async Task<(long Lines, long Money)> ReadAsync(FileLedgerStore store, LedgerContent content, CancellationToken cancellationToken)
    {
        IReadOnlyList<LedgerFile> files = content.ToLedgerFiles("benchmark", "batch", 1);
        (long Lines, long Money)[] parts = await Task.WhenAll(Enumerable.Range(0, 2).Select(part => Task.Run(async () =>
        {
            long lines = 0, money = 0;
            LedgerMerge merge = await LedgerMerge.OpenAsync(store, files, KeyRange.Part(part, 2), [], cancellationToken).ConfigureAwait(false);
            await using (merge.ConfigureAwait(false))
            {
                while (await merge.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    foreach (ref readonly HistoryLine line in merge.Current.Lines)
                        money += line.Amount;
                    lines += merge.Current.Lines.Length;
                }
            }
            return (lines, money);
        }, cancellationToken))).ConfigureAwait(false);
        return (parts.Sum(part => part.Lines), parts.Sum(part => part.Money));
    }

    private static void Report(string what, long rows, TimeSpan time, TimeSpan busy, string more)
    {
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant(
            $"{what,-6} {rows} rows in {time.TotalSeconds:0.00} s ({busy.TotalSeconds:0.00} s of processor time), {rows / time.TotalSeconds / 1e6:0.00} M rows/s, peak {process.PeakWorkingSet64 >> 20} MB; {more}"));
    }
}
