using System.Globalization;

namespace ServerlessSeg.Core.Rfm;

/// <summary>
/// The three scores of a customer, each 1 (worst) to the number of levels (best). The default value, 0-0-0, is the score of a
/// customer without any purchase.
/// </summary>
/// <param name="R">Recency.</param>
/// <param name="F">Frequency.</param>
/// <param name="M">Monetary value.</param>
public readonly record struct RfmScore(byte R, byte F, byte M)
{
    /// <summary>Whether the customer bought anything, hence has scores.</summary>
    public bool IsScored => R != 0;

    /// <summary>The three scores in a row, as <c>155</c>; with a hyphen between them where one has two digits, as <c>10-5-7</c>.</summary>
    public string Cell
    {
        get
        {
            string between = Math.Max(R, Math.Max(F, M)) > 9 ? "-" : "";
            return string.Create(CultureInfo.InvariantCulture, $"{R}{between}{F}{between}{M}");
        }
    }

    /// <summary>The weighted mean of the three scores, between 1 and the number of levels; 0 for a customer without any purchase.</summary>
    public double Weighted(RfmOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        double weight = options.RecencyWeight + options.FrequencyWeight + options.MonetaryWeight;
        return ((R * options.RecencyWeight) + (F * options.FrequencyWeight) + (M * options.MonetaryWeight)) / weight;
    }

    /// <summary>
    /// The same standing on another number of levels: ⌈s × to ÷ from⌉. A map written for five levels is read through this
    /// when the scores have more or fewer.
    /// </summary>
    public RfmScore Rescaled(int from, int to) =>
        from == to ? this : new RfmScore(Rescale(R, from, to), Rescale(F, from, to), Rescale(M, from, to));

    private static byte Rescale(byte score, int from, int to) => (byte)(((score * to) + from - 1) / from);
}
