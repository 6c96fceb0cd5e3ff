using System.Globalization;

namespace ServerlessSeg.Benchmarks.Fuzz;

/// <summary>Ingests mutated exports: three quarters texts, one quarter Parquet.</summary>
internal static class FuzzCommand
{
    /// <summary>Returns 0 when every input kept the promises; otherwise prints the first that did not.</summary>
    public static int Run(int count, int seed)
    {
        int parquet = count / 4;
        return Run("text", count - parquet, seed, CsvFuzz.InputOf, CsvFuzz.BrokenPromise)
            && Run("Parquet", parquet, seed, ParquetFuzz.InputOf, ParquetFuzz.BrokenPromise) ? 0 : 1;
    }

    private static bool Run(string kind, int count, int seed, Func<int, int, byte[]> inputOf, Func<byte[], string?> brokenPromise)
    {
        for (int i = 0; i < count; i++)
        {
            byte[] input = inputOf(seed, i);
            if (brokenPromise(input) is not { } broken)
                continue;
            Console.Error.WriteLine($"{kind} input {i} of seed {seed}: {broken}\n{Convert.ToBase64String(input)}");
            return false;
        }
        Console.WriteLine($"{count.ToString("N0", CultureInfo.InvariantCulture)} {kind} inputs of seed {seed}: every promise kept");
        return true;
    }
}
