using System.Globalization;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Ingestion.Exports;

/// <summary>What is made of an export, in one line: net money and orders bought of each customer, then what was rejected and left out; or the question that is asked.</summary>
internal static class ExportTold
{
    /// <summary>Reads a file and holds it to what every file is held to.</summary>
    public static async Task<string> OfAsync(string text, string? mapping = null) => Of(await IngestRun.OfTextAsync(text.ReplaceLineEndings("\n"), mapping));

    /// <summary>The same of a file read already.</summary>
    public static string Of(IngestRun run)
    {
        BatchReport report = run.Report;
        if (report.Failure is { } failure)
        {
            if (failure.Mapping is { } proposed)
                _ = MappingOverride.Parse(System.Text.Encoding.UTF8.GetBytes(proposed));
            return "? " + failure.Problems[^1].Split(':')[0];
        }
        Assert.Equal(BatchStatus.Ready, report.Status);
        Assert.Equal(report.Rows.Read, report.Rows.Accepted + report.Rows.Rejected + report.Rows.LeftOut);
        Assert.Equal((report.Rows.Rejected, report.Rows.LeftOut), (report.RejectsByReason.Values.Sum(), report.LeftOut.Values.Sum()));
        Assert.Equal((report.Money.Accepted, report.Money.LeftOut), (report.Money.Purchases + report.Money.Refunds, report.LeftOutMoney.Values.Sum()));
        Assert.Equal(report.Money.Accepted, run.Rows.Sum(static row => row.Amount) / 10_000m);
        Assert.Equal(run.Rows.Count, report.Kinds.Purchases + report.Kinds.Refunds + report.Kinds.Free);
        IEnumerable<string> customers = run.Rows.GroupBy(static row => row.Customer).OrderBy(static rows => rows.Key, StringComparer.Ordinal).Select(rows => string.Create(
            CultureInfo.InvariantCulture, $"{rows.Key} {rows.Sum(static row => row.Amount) / 10_000m:0.00##} x{Bought(rows)}"));
        IEnumerable<string> rejected = report.RejectsByReason.Select(static reason => $"rejected {reason.Key} {reason.Value}");
        IEnumerable<string> leftOut = report.LeftOut.Select(reason => string.Create(CultureInfo.InvariantCulture, $"left out {reason.Key} {reason.Value} {report.LeftOutMoney[reason.Key]:0.00##}"));
        return string.Join(", ", [.. customers, .. rejected, .. leftOut]);
    }

    private static int Bought(IEnumerable<TakenRow> rows) =>
        rows.GroupBy(static row => row.Order.Length > 0 ? row.Order : row.Micros.ToString(CultureInfo.InvariantCulture))
            .Count(static order => order.Any(static row => row.Kind == TransactionKind.Purchase) && order.Sum(static row => row.Amount) > 0);
}
