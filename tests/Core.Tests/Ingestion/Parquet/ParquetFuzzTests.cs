using ServerlessSeg.Benchmarks.Fuzz;

namespace ServerlessSeg.Core.Tests.Ingestion.Parquet;

public sealed class ParquetFuzzTests
{
    [Fact]
    public void FilesOfEveryWriter_KeepEveryPromise()
    {
        for (int number = 0; number < ParquetFiles.All.Count; number++)
            Holds(ParquetFiles.All[number]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void MutatedFiles_KeepEveryPromise(int seed)
    {
        for (int number = ParquetFiles.All.Count; number < ParquetFiles.All.Count + 500; number++)
            Holds(ParquetFuzz.InputOf(seed, number));
    }

    private static void Holds(byte[] input)
    {
        string? broken = ParquetFuzz.BrokenPromise(input);
        Assert.True(broken is null, broken);
    }
}
