using System.Text;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Tests.Ingestion.Values;

public sealed class CurrencyCodesTests
{
    [Theory]
    [InlineData("eur", "EUR")]
    [InlineData("€", "EUR")]
    [InlineData("£", "GBP")]
    [InlineData("US$", "USD")]
    [InlineData("us$", "USD")]
    [InlineData("R$", "BRL")]
    [InlineData("rmb", "CNY")]
    [InlineData("人民币", "CNY")]
    [InlineData("美元", "USD")]
    [InlineData("欧元", "EUR")]
    [InlineData("英镑", "GBP")]
    [InlineData("日元", "JPY")]
    [InlineData("港币", "HKD")]
    [InlineData("港元", "HKD")]
    [InlineData("zł", "PLN")]
    [InlineData("Kč", "CZK")]
    [InlineData("₹", "INR")]
    [InlineData("₩", "KRW")]
    [InlineData("₽", "RUB")]
    [InlineData("₺", "TRY")]
    public void TryNormalise_CodeSignOrNameOfOneCurrency_GivesItsCode(string text, string code)
    {
        byte[] written = new byte[3];
        Assert.True(CurrencyCodes.TryNormalise(Encoding.UTF8.GetBytes(text), written));
        Assert.Equal(code, Encoding.ASCII.GetString(written));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$")]
    [InlineData("¥")]
    [InlineData("元")]
    [InlineData("kr")]
    [InlineData("EURO")]
    [InlineData("XXQ")]
    [InlineData("CNY EUR")]
    public void TryNormalise_AnythingElse_IsNone(string text) =>
        Assert.False(CurrencyCodes.TryNormalise(Encoding.UTF8.GetBytes(text), new byte[3]));

    // The code of one row is remembered for the next, whichever way that is written.
    [Fact]
    public async Task RunAsync_SignsAndCodesInTurn_ComeToTheSame()
    {
        string[] texts = ["€", "EUR", "eur", "USD", "US$", "€", "", "美元"];
        IngestRun run = await IngestRun.OfTextAsync("customer,date,amount,currency\n" + string.Concat(texts.Select(static (text, i) => $"c,2026-01-0{i + 1},1,{text}\n")));
        Assert.Equal(["EUR", "EUR", "EUR", "USD", "USD", "EUR", "", "USD"], run.Rows.Select(static row => row.Currency));
    }
}
