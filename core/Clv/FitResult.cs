using ServerlessSeg.Core.Clv.Optimisation;

namespace ServerlessSeg.Core.Clv;

/// <summary>A fitted model with the evidence for it.</summary>
/// <typeparam name="TModel">The model.</typeparam>
public sealed class FitResult<TModel>
{
    private readonly ModelFactory<TModel> create;
    private readonly FitEvidence evidence;
    private readonly double[] covarianceRoot;

    internal FitResult(FitEvidence evidence, double customers, ModelFactory<TModel> create)
    {
        this.create = create;
        this.evidence = evidence;
        covarianceRoot = SymmetricMatrix.RootOf(evidence.Covariance, evidence.LogParameters.Length);
        Customers = customers;
        ModelParameter[] estimates = evidence.Describe();
        Model = create(evidence.Values(), estimates);
        Parameters = estimates;
    }

    /// <summary>The model at the maximum of the likelihood. Never null, and finite whatever the verdict.</summary>
    public TModel Model { get; }

    /// <summary>ln L of the whole data at <see cref="Parameters"/>.</summary>
    public double LogLikelihood => evidence.LogLikelihood;

    /// <summary>Whether the fit can be trusted.</summary>
    public FitVerdict Verdict => evidence.Verdict;

    /// <summary>One sentence that says why the verdict is what it is.</summary>
    public string Reason => evidence.Reason;

    /// <summary>The estimates with their standard errors (inverse Hessian, delta method from the log scale).</summary>
    public IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>Customers, or the sum of weights, that the likelihood was taken over.</summary>
    public double Customers { get; }

    /// <summary>BFGS iterations on the whole data, from the best start.</summary>
    public int Iterations => evidence.Iterations;

    /// <summary>Largest component of the gradient of the mean log-likelihood per customer, with respect to ln(parameter).</summary>
    public double GradientNorm => evidence.GradientNorm;

    /// <summary>Parameters that were estimated.</summary>
    public int EstimatedParameters => evidence.LogParameters.Length;

    /// <summary>Akaike's criterion: 2 · parameters − 2 ln L.</summary>
    public double Aic => (2 * EstimatedParameters) - (2 * LogLikelihood);

    /// <summary>Schwarz's criterion: parameters · ln(customers) − 2 ln L.</summary>
    public double Bic => (EstimatedParameters * Math.Log(Math.Max(1, Customers))) - (2 * LogLikelihood);

    /// <summary>
    /// Covariance of the ln(parameters), row by row, <see cref="EstimatedParameters"/> squared values. Rows and columns of parameters that
    /// the data do not determine (at an edge of the parameter space) are 0.
    /// </summary>
    public IReadOnlyList<double> LogParameterCovariance => evidence.Covariance;

    /// <summary>
    /// A model whose log-parameters are drawn from the normal approximation of the sampling distribution:
    /// ln θ = ln θ̂ + L z with L Lᵀ = <see cref="LogParameterCovariance"/>.
    /// </summary>
    /// <param name="standardNormals">z: one independent standard normal value a parameter.</param>
    /// <exception cref="ArgumentException">The number of values is not <see cref="EstimatedParameters"/>.</exception>
    public TModel Resample(ReadOnlySpan<double> standardNormals)
    {
        int n = EstimatedParameters;
        if (standardNormals.Length != n)
            throw new ArgumentException($"{n} values are needed, one a parameter.", nameof(standardNormals));
        Span<double> values = stackalloc double[n];
        for (int i = 0; i < n; i++)
        {
            double shift = 0;
            for (int j = 0; j <= i; j++)
                shift += covarianceRoot[(i * n) + j] * standardNormals[j];
            values[i] = Math.Exp(Math.Clamp(evidence.LogParameters[i] + shift, -FitEvidence.LogParameterLimit, FitEvidence.LogParameterLimit));
        }
        return create(values, evidence.DescribeWithoutErrors(values));
    }
}
