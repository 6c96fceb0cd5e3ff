using System.Text.Json.Nodes;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>Money of several currencies is added up at dropped rates, or not at all.</summary>
public sealed class RatesTests
{
    private const string Export = "customer_id,order_id,date,amount,currency\nX,1,2025-01-10,10.01,USD\nX,2,2025-01-20,10,EUR\nY,3,2025-01-15,100,USD\nY,3,2025-01-18,-100,USD\n";

    [Fact]
    public async Task Lines_AreConvertedAtTheRateOfTheirPurchaseDate()
    {
        await using App app = await App.StartAsync(new() { ["ServerlessSeg:Currency"] = "EUR" });
        await app.DropAsync("shop/export.csv", BinaryData.FromString(Export));
        await app.PutAsync("rates.csv", "date,currency,rate\n2025-01-01,USD,0.95005\n2025-01-16,USD,0.9\n");
        RunRow run = await app.RunAsync("2025-01-31");
        Assert.Equal((RunStatus.Published, null), (run.Status, run.Error));
        // 10.01 × 0.95005 = 9.5100005, which is 9.51 to four decimals.
        Assert.Equal(19.51m, (decimal)(await app.GetAsync("customers/X"))["rfm"]!["monetary"]!);
        // The refund of the eighteenth takes back the order of the fifteenth at that day's rate.
        Assert.Equal("NoPurchase", (string?)(await app.GetAsync("customers/Y"))["segments"]!["rfm11"]);
        JsonNode segments = await app.GetAsync("segments?scheme=rfm11");
        Assert.Equal(("EUR", 19.51m), ((string?)segments["currency"], segments["segments"]!.AsArray().Sum(static segment => (decimal)segment!["revenue"]!)));
    }

    [Fact]
    public async Task OtherRates_MakeAnotherRun_AndTheSameRatesDoNot()
    {
        await using App app = await App.StartAsync(new() { ["ServerlessSeg:Currency"] = "EUR" });
        await app.DropAsync("shop/export.csv", BinaryData.FromString(Export));
        await app.ConfigureAsync("rates.csv", "date,currency,rate\n2025-01-01,USD,0.9\n");
        RunRow first = await app.RunAsync("2025-01-31");
        await app.PutAsync("rates.csv", "currency,rate,date\nUSD,0.90,2025-01-01\n");
        Assert.Equal(first.Id, (await app.RunAsync("2025-01-31")).Id);
        await app.PutAsync("rates.csv", "currency,rate,date\nUSD,0.8,2025-01-11\n");
        RunRow second = await app.RunAsync("2025-01-31");
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(19.009m, (decimal)(await app.GetAsync("customers/X"))["rfm"]!["monetary"]!);
    }

    [Fact]
    public async Task RatesInTheConfiguration_CountLikeDroppedOnes()
    {
        await using App app = await App.StartAsync(new() { ["ServerlessSeg:Currency"] = "EUR" });
        await app.DropAsync("shop/export.csv", BinaryData.FromString(Export));
        await app.ConfigureAsync("rates.csv", "date,currency,rate\n2025-01-01,USD,0.9\n");
        Assert.Equal(RunStatus.Published, (await app.RunAsync("2025-01-31")).Status);
        Assert.Equal(19.009m, (decimal)(await app.GetAsync("customers/X"))["rfm"]!["monetary"]!);
    }

    [Fact]
    public async Task MissingRate_RefusesTheRunAndNamesCurrencyAndFirstDate()
    {
        await using App app = await App.StartAsync(new() { ["ServerlessSeg:Currency"] = "EUR" });
        await app.DropAsync("shop/export.csv", BinaryData.FromString(Export + "Z,4,2025-01-05,1,GBP\nZ,5,2025-01-03,1,GBP\n"));
        await app.PutAsync("rates.csv", "date,currency,rate\n2025-01-12,USD,0.9\n");
        RunRow run = await app.RunAsync("2025-01-31");
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains("GBP from 2025-01-03, USD from 2025-01-10", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreadableGeneralRates_AreRefusedAtTheRequest()
    {
        await using App app = await App.StartAsync(new() { ["ServerlessSeg:Currency"] = "EUR" });
        await app.DropAsync("shop/export.csv", BinaryData.FromString(Export));
        await app.ConfigureAsync("rates.csv", "day,currency,rate\n2025-01-12,USD,0.9\n");
        using HttpResponseMessage response = await app.PostAsync("runs", """{"asOf":"2025-01-31"}""");
        Assert.Equal(System.Net.HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains("config/rates.csv", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RatesOfASource_TouchNoOther_AndItsMistakeStopsNobody()
    {
        await using App app = await App.StartAsync(new() { ["ServerlessSeg:Currency"] = "EUR" });
        await app.DropAsync("shop/export.csv", BinaryData.FromString(Export));
        await app.DropAsync("other/export.csv", BinaryData.FromString(Export.Replace("X,", "V,", StringComparison.Ordinal).Replace("Y,", "W,", StringComparison.Ordinal)));
        await app.ConfigureAsync("rates.csv", "date,currency,rate\n2025-01-01,USD,0.9\n");
        await app.PutAsync("other/rates.csv", "date,currency,rate\n2025-01-01,USD,0.5\n");
        Assert.Equal(RunStatus.Published, (await app.RunAsync("2025-01-31")).Status);
        Assert.Equal(19.009m, (decimal)(await app.GetAsync("customers/X"))["rfm"]!["monetary"]!);
        Assert.Equal(15.005m, (decimal)(await app.GetAsync("customers/V"))["rfm"]!["monetary"]!);

        await app.PutAsync("other/rates.csv", "nothing that could be read");
        await app.BatchUnderAsync("other", "rates.csv", static row => row.Report.Contains("needs the columns", StringComparison.Ordinal), refused: true);
        Assert.Equal(RunStatus.Published, (await app.RunAsync("2025-01-31")).Status);
        Assert.Equal(19.009m, (decimal)(await app.GetAsync("customers/V"))["rfm"]!["monetary"]!);
    }

    [Fact]
    public async Task WithoutRates_OnlyTheLinesOfTheCurrencyCount()
    {
        await using App app = await App.StartAsync(new() { ["ServerlessSeg:Currency"] = "EUR" });
        await app.DropAsync("shop/export.csv", BinaryData.FromString(Export));
        await app.RunAsync("2025-01-31");
        Assert.Equal(10m, (decimal)(await app.GetAsync("customers/X"))["rfm"]!["monetary"]!);
    }
}
