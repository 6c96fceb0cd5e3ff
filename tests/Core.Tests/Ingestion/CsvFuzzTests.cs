using ServerlessSeg.Benchmarks.Fuzz;

namespace ServerlessSeg.Core.Tests.Ingestion;

public sealed class CsvFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void MutatedExports_KeepEveryPromise(int seed)
    {
        for (int number = 0; number < 500; number++)
            Assert.Null(CsvFuzz.BrokenPromise(CsvFuzz.InputOf(seed, number)));
    }
}
