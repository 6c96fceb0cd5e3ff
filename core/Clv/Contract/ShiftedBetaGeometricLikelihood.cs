using ServerlessSeg.Core.Clv.Optimisation;

namespace ServerlessSeg.Core.Clv.Contract;

/// <summary>ln L of sBG in (ln α, ln β): Σ_t lost_t ln α + renewed_t ln(β + t − 1) − at risk_t ln(α + β + t − 1).</summary>
internal sealed class ShiftedBetaGeometricLikelihood(RenewalCounts counts) : ILikelihood
{
    public int Dimension => 2;

    public double Customers => counts.Customers;

    public double Evaluate(ReadOnlySpan<double> logParameters, Span<double> gradient)
    {
        double alpha = Math.Exp(logParameters[0]), beta = Math.Exp(logParameters[1]);
        double sum = 0, byAlpha = 0, byBeta = 0;
        for (int k = 0; k < counts.Periods; k++)
        {
            double atRisk = counts.AtRisk[k], renewed = counts.Renewed[k], lost = atRisk - renewed;
            sum += lost * logParameters[0] + renewed * Math.Log(beta + k) - atRisk * Math.Log(alpha + beta + k);
            byAlpha += lost / alpha - atRisk / (alpha + beta + k);
            byBeta += renewed / (beta + k) - atRisk / (alpha + beta + k);
        }
        gradient[0] = byAlpha * alpha;
        gradient[1] = byBeta * beta;
        return sum;
    }
}
