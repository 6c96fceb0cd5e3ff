using ServerlessSeg.Functions.Ingest;

namespace ServerlessSeg.Functions.Tests.Ingest;

public sealed class DropNameTests
{
    [Theory]
    [InlineData("shop/a.csv", "shop", "a.csv")]
    [InlineData("shop/2025/a.csv", "shop", "2025/a.csv")]
    [InlineData("a.csv", "", "a.csv")]
    [InlineData("/a.csv", "", "a.csv")]
    public void Of_TakesTheFirstFolderForTheSource(string name, string source, string file) => Assert.Equal(new DropName(source, file), DropName.Of(name));

    [Theory]
    [InlineData("shop/../ledger/a.csv")]
    [InlineData("shop/./mapping.json")]
    [InlineData("../config/rates.csv")]
    [InlineData("shop/x/..")]
    [InlineData("shop\\..\\a.csv")]
    [InlineData("a.csv")]
    public void Problem_NamesThatMeanAnotherFile_HaveOne(string name) => Assert.NotNull(DropName.Of(name).Problem);

    [Theory]
    [InlineData("shop/a..b.csv")]
    [InlineData("shop/.hidden/a.csv")]
    [InlineData("...x/a.csv")]
    public void Problem_NamesWithDotsInThem_HaveNone(string name) => Assert.Null(DropName.Of(name).Problem);

    [Fact]
    public void ToString_LineEndsOfOthers_DoNotReachTheLog() =>
        Assert.DoesNotContain(DropName.Of("shop/a\r\nError: all is lost\u2028.csv").ToString(), static c => c is '\r' or '\n' or '\u2028');
}
