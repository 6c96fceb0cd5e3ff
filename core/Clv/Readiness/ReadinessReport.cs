namespace ServerlessSeg.Core.Clv.Readiness;

/// <summary>How a rule judged. The order is from best to worst.</summary>
public enum ReadinessVerdict
{
    /// <summary>Nothing to say.</summary>
    Pass,

    /// <summary>Values are computed; the reason should be read with them.</summary>
    Warn,

    /// <summary>Values would mislead and are refused.</summary>
    Fail,
}

/// <summary>One rule's judgement.</summary>
/// <param name="Rule">Stable code of the rule, such as <c>repeaters</c>.</param>
/// <param name="Verdict">The judgement.</param>
/// <param name="Value">The figure judged.</param>
/// <param name="Limit">The limit that was crossed; the warning limit where none was.</param>
/// <param name="Reason">One sentence saying what was found and, where it does not pass, what to do.</param>
public sealed record ReadinessCheck(string Rule, ReadinessVerdict Verdict, double Value, double Limit, string Reason);

/// <summary>All rules' judgements. RFM and the other descriptive schemes run whatever it says.</summary>
/// <param name="Checks">Every rule in a fixed order, passes included.</param>
public sealed record ReadinessReport(IReadOnlyList<ReadinessCheck> Checks)
{
    /// <summary>The worst of the judgements.</summary>
    public ReadinessVerdict Overall => Checks.Max(check => check.Verdict);

    /// <summary>Whether lifetime values may be computed; false where any rule fails.</summary>
    public bool AllowsClv => Overall != ReadinessVerdict.Fail;

    /// <summary>The reasons of all rules that did not pass, the worst first.</summary>
    public IEnumerable<string> Reasons => Checks.Where(c => c.Verdict != ReadinessVerdict.Pass).OrderByDescending(c => c.Verdict).Select(c => c.Reason);
}
