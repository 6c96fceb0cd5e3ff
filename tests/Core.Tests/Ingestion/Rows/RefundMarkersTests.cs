using System.Text;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ingestion.Rows;

namespace ServerlessSeg.Core.Tests.Ingestion.Rows;

public sealed class RefundMarkersTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("R")]
    [InlineData("y")]
    [InlineData("Yes")]
    [InlineData("TRUE")]
    [InlineData("x")]
    [InlineData("是")]
    [InlineData("partially_refunded")]
    [InlineData("")]
    [InlineData(" ")]
    public void IsRefund_CodesInAColumnOfKinds_AreNone(string kind)
    {
        foreach (string column in new[] { "order_type", "type", "kind", "交易类型" })
            Assert.False(IsRefund(kind, column));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("1.0", true)]
    [InlineData("R", true)]
    [InlineData("Yes", true)]
    [InlineData("TRUE", true)]
    [InlineData("t", true)]
    [InlineData("ja", true)]
    [InlineData("x", true)]
    [InlineData("是", true)]
    [InlineData("refunded", true)]
    [InlineData("0", false)]
    [InlineData("No", false)]
    [InlineData("A", false)]
    public void IsRefund_WordsInAFlag_AreRead(string kind, bool isRefund)
    {
        foreach (string column in new[] { "returned", "Is Refund", "is_return", "refund_flag", "ReturnFlag" })
            Assert.Equal(isRefund, IsRefund(kind, column));
    }

    [Theory]
    [InlineData("Refunds")]
    [InlineData("Refund Item")]
    [InlineData("Return Order")]
    [InlineData("REFUND\u00a0")]
    [InlineData("\u00a0 \u00a0refund ")]
    [InlineData("rückerstattung")]
    [InlineData("Rückerstattung")]
    [InlineData("RÜCKERSTATTUNG")]
    [InlineData("Erstattung")]
    [InlineData("Stornierung")]
    [InlineData("退款")]
    public void IsRefund_WordsOfRefunds_AreReadInAnyColumn(string kind)
    {
        Assert.True(IsRefund(kind, "type"));
        Assert.True(IsRefund(kind, "returned"));
    }

    [Theory]
    [InlineData("R", true)]
    [InlineData("ÜBER", true)]
    [InlineData("über", true)]
    [InlineData("refund", false)]
    [InlineData("1", false)]
    public void IsRefund_WordsOfTheMapping_AreTheOnlyOnes(string kind, bool isRefund)
    {
        var given = new MappingOverride { RefundWords = ["r", "Über"] };
        foreach (string column in new[] { "order_type", "is_refund" })
            Assert.Equal(isRefund, new RefundMarkers(given, column).IsRefund(Encoding.UTF8.GetBytes(kind)));
    }

    [Fact]
    public void IsRefund_NoWordsInTheMapping_IsNever() =>
        Assert.False(new RefundMarkers(new MappingOverride { RefundWords = [] }, "type").IsRefund("refund"u8));

    // A continuation byte of another script may differ in the same bit as a letter from its capital.
    [Fact]
    public void IsRefund_OtherCharactersOneBitAway_AreNone()
    {
        byte[] word = Encoding.UTF8.GetBytes("退款");
        for (int i = 0; i < word.Length; i++)
        {
            byte[] other = [.. word];
            other[i] ^= 0x20;
            Assert.False(new RefundMarkers(null, "type").IsRefund(other));
        }
    }

    [Theory]
    [InlineData("order_type", 2, 0)]
    [InlineData("is_return", 1, 1)]
    public async Task RunAsync_Codes_AreRefundsInAFlagOnly(string column, int purchases, int refunds)
    {
        IngestRun run = await IngestRun.OfTextAsync($"customer,date,amount,{column}\nc,2026-01-02,5,1\nc,2026-01-03,5,2\n");
        Assert.Equal((5m * purchases, -5m * refunds), (run.Report.Money.Purchases, run.Report.Money.Refunds));
    }

    private static bool IsRefund(string kind, string column) => new RefundMarkers(null, column).IsRefund(Encoding.UTF8.GetBytes(kind));
}
