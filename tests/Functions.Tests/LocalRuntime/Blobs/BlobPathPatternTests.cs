using ServerlessSeg.LocalRuntime.Blobs;
using ServerlessSeg.LocalRuntime.Hosting;

namespace ServerlessSeg.Functions.Tests.LocalRuntime.Blobs;

public sealed class BlobPathPatternTests
{
    [Theory]
    [InlineData("c/{source}/{name}", "shop/a.csv", "source=shop name=a.csv")]
    [InlineData("c/{source}/{name}", "shop/2024/a.csv", "source=shop/2024 name=a.csv")]
    [InlineData("c/{name}", "shop/2024/a.csv", "name=shop/2024/a.csv")]
    [InlineData("c", "shop/a.csv", "name=shop/a.csv")]
    [InlineData("c/in/{name}.csv", "in/a.b.csv", "name=a.b")]
    [InlineData("c/in/{name}.csv", "in/a.parquet", null)]
    [InlineData("c/{source}/{name}", "a.csv", null)]
    [InlineData("c/in.{name}", "inx1", null)]
    public void Match_CapturesAsAzureDoes(string pattern, string blob, string? captured)
    {
        IReadOnlyDictionary<string, string>? match = BlobPathPattern.Parse(pattern).Match(blob);

        Assert.Equal(captured, match is null ? null : string.Join(' ', match.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public void Prefix_IsWhatStandsBeforeTheFirstName()
    {
        Assert.Equal("in/", BlobPathPattern.Parse("c/in/{source}/{name}").Prefix);
        Assert.Equal("in/one.csv", BlobPathPattern.Parse("c/in/one.csv").Prefix);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("c/")]
    [InlineData("{c}/a")]
    [InlineData("c/{name")]
    [InlineData("c/{}")]
    public void Parse_WithoutContainerOrName_IsRefused(string pattern) =>
        Assert.Contains($"'{pattern}'", Assert.Throws<StartFailedException>(() => BlobPathPattern.Parse(pattern)).Message, StringComparison.Ordinal);
}
