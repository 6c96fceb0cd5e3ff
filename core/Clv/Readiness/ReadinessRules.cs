using System.Globalization;

namespace ServerlessSeg.Core.Clv.Readiness;

/// <summary>Judges, before any model is fitted, whether a ledger can carry lifetime values.</summary>
public static class ReadinessRules
{
    /// <summary>Applies every rule. The answer depends on the arguments alone.</summary>
    /// <param name="input">The facts.</param>
    /// <param name="options">The limits; the defaults where null.</param>
    public static ReadinessReport Check(ReadinessInput input, ReadinessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        options ??= new ReadinessOptions();
        return new ReadinessReport(
        [
            AtLeast("customers", input.Customers, options.Customers, "customers with a purchase", "Wait for more customers or add another source."),
            AtLeast("repeaters", input.Repeaters, options.Repeaters, "customers who bought on two days or more", "Wait for more repeat purchases, or check that one customer has one id."),
            AtLeast("history", input.HistoryDays, options.HistoryDays, "days of history", "Add older exports."),
            AtMost("last-purchase", input.DaysSinceLastPurchase, options.DaysSinceLastPurchase, "days since the last purchase", "Add newer exports or choose an earlier as-of date."),
            AtMost("refunds", input.RefundShare, options.RefundShare, "of the revenue refunded", "Check how refunds are mapped.", "P1"),
            AtMost("no-customer", input.NoCustomerShare, options.NoCustomerShare, "of the rows without a customer", "Check the mapping of the customer column.", "P1"),
            Varies("frequency-varies", input.DistinctFrequencies, ReadinessVerdict.Fail, "number of repeat purchases", "Customers cannot be told apart by how often they buy, so no lifetime value is computed."),
            Varies("spend-varies", input.DistinctMeanSpends, ReadinessVerdict.Warn, "mean spend", "Spend cannot be modelled, so the population mean is used."),
        ]);
    }

    private static ReadinessCheck AtLeast(string rule, double value, Limits limits, string what, string advice)
    {
        var verdict = value < limits.Fail ? ReadinessVerdict.Fail : value < limits.Warn ? ReadinessVerdict.Warn : ReadinessVerdict.Pass;
        return Judge(rule, verdict, value, limits, what, "at least", advice, "0");
    }

    private static ReadinessCheck AtMost(string rule, double value, Limits limits, string what, string advice, string format = "0")
    {
        // A share that is not a number is an unknown one and must not pass as if it were small.
        var verdict = value <= limits.Warn ? ReadinessVerdict.Pass : value <= limits.Fail ? ReadinessVerdict.Warn : ReadinessVerdict.Fail;
        return Judge(rule, verdict, value, limits, what, "at most", advice, format);
    }

    private static ReadinessCheck Judge(string rule, ReadinessVerdict verdict, double value, Limits limits, string what, string bound, string advice, string format)
    {
        double limit = verdict == ReadinessVerdict.Fail ? limits.Fail : limits.Warn;
        string found = value.ToString(format, CultureInfo.InvariantCulture) + " " + what;
        string reason = verdict == ReadinessVerdict.Pass
            ? $"There are {found}."
            : $"There are {found}; {bound} {limit.ToString(format, CultureInfo.InvariantCulture)} {(verdict == ReadinessVerdict.Fail ? "are needed" : "are advised")}. {advice}";
        return new ReadinessCheck(rule, verdict, value, limit, reason);
    }

    private static ReadinessCheck Varies(string rule, int distinct, ReadinessVerdict otherwise, string what, string consequence) =>
        distinct >= 2
            ? new ReadinessCheck(rule, ReadinessVerdict.Pass, distinct, 2, $"The {what} differs between customers.")
            : new ReadinessCheck(rule, otherwise, distinct, 2, $"All customers have the same {what}. {consequence}");
}
