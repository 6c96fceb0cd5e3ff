using ServerlessSeg.Core.Clv.Optimisation;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Lifetimes;

/// <summary>ln L of NBD in the logarithms of r and alpha, and its maximum. t_x does not matter: groups that differ in it alone are joined.</summary>
internal sealed class NbdFit : ILikelihood
{
    public static readonly string[] Names = ["r", "alpha"];

    private readonly List<(int X, double T, double Weight)> groups = [];

    private NbdFit(PurchaseHistories data)
    {
        Customers = data.Customers;
        for (int g = 0; g < data.Groups; g++)
        {
            if (g > 0 && data.Frequency[g] == data.Frequency[g - 1] && data.T[g] == data.T[g - 1])
                groups[^1] = groups[^1] with { Weight = groups[^1].Weight + data.Weight[g] };
            else
                groups.Add((data.Frequency[g], data.T[g], data.Weight[g]));
        }
    }

    public int Dimension => 2;

    public double Customers { get; }

    public static FitEvidence Maximise(PurchaseHistories data, FitOptions options)
    {
        var likelihood = new NbdFit(data);
        double rate = DataRules.PurchaseRate(data);
        double[][] starts = [[0, -Math.Log(rate)], [Math.Log(0.2), Math.Log(0.2 / rate)], [Math.Log(5), Math.Log(5 / rate)]];
        if (DataRules.Broken(data, options) is { } broken)
            return DataRules.Unfitted(Names, starts[0], likelihood.Evaluate(starts[0], new double[2]), broken);
        double time = Math.Log(DataRules.MeanAge(data));
        var box = new Box([-10, time - 16], [10, time + 16]);
        return new MaximumLikelihood(likelihood, likelihood, box, starts, Names, options).Fit();
    }

    public double Evaluate(ReadOnlySpan<double> logParameters, Span<double> gradient)
    {
        double r = Math.Exp(logParameters[0]), alpha = Math.Exp(logParameters[1]);
        double logGammaR = GammaFunction.Log(r), psiR = GammaFunction.Digamma(r), logAlpha = Math.Log(alpha);
        double value = 0, byR = 0, byAlpha = 0, logGamma = 0, psi = 0;
        int lastX = -1;
        foreach ((int x, double t, double weight) in groups)
        {
            if (x != lastX)
                (lastX, logGamma, psi) = (x, GammaFunction.Log(r + x), GammaFunction.Digamma(r + x));
            double log = Math.Log(alpha + t);
            value += weight * (logGamma - logGammaR + (r * logAlpha) - ((r + x) * log));
            byR += weight * (psi - psiR + logAlpha - log);
            byAlpha += weight * ((r / alpha) - ((r + x) / (alpha + t)));
        }
        gradient[0] = byR * r;
        gradient[1] = byAlpha * alpha;
        return value;
    }
}
