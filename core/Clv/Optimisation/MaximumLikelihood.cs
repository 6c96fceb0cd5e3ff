using System.Globalization;

namespace ServerlessSeg.Core.Clv.Optimisation;

/// <summary>
/// Finds the maximum from several starts and checks it: the gradient is zero, the Hessian is definite, no start is better. With many
/// groups the starts compete on a systematic sample of the customers, and only the winner is carried to the whole data.
/// </summary>
internal sealed class MaximumLikelihood(ILikelihood whole, ILikelihood sample, Box box, double[][] starts, string[] names, FitOptions options)
{
    private const int TrialIterations = 12;
    private const int Finalists = 2;
    private const double LargestLogDeviation = 3;
    private readonly int n = whole.Dimension;

    public FitEvidence Fit()
    {
        double[] start = BestStart(sample);
        double[] inverse = [];
        if (!ReferenceEquals(sample, whole))
            inverse = SymmetricMatrix.Inverse(Scale(Curvature.At(sample, start), 1 / sample.Customers), n) ?? [];
        var search = new Bfgs(whole, box, options, start, inverse);
        search.Run(options.MaxIterations, options.GradientTolerance);
        if (!ReferenceEquals(sample, whole) && (search.GradientNorm > options.GradientTolerance || IsBeaten(search, start)))
        {
            var again = new Bfgs(whole, box, options, BestStart(whole), []);
            again.Run(options.MaxIterations, options.GradientTolerance);
            search = again.Value > search.Value ? again : search;
        }
        return Check(search);
    }

    private double[] BestStart(ILikelihood likelihood)
    {
        var runs = new List<Bfgs>();
        foreach (double[] start in starts)
        {
            var run = new Bfgs(likelihood, box, options, start, []);
            run.Run(TrialIterations, options.GradientTolerance);
            runs.Add(run);
        }
        Bfgs[] best = runs.Where(run => double.IsFinite(run.Value)).OrderByDescending(run => run.Value).Take(Finalists).ToArray();
        foreach (Bfgs run in best)
            run.Run(options.MaxIterations, options.GradientTolerance);
        return best.Length == 0 ? starts[0] : best.MaxBy(run => run.Value)!.Point.ToArray();
    }

    /// <summary>
    /// Whether a start is better on the whole data. One that is far behind on the sample need not be tried again on the data that the
    /// sample stands for.
    /// </summary>
    private bool IsBeaten(Bfgs search, double[] sampleMaximum)
    {
        const double FarBehind = 20;
        var gradient = new double[n];
        double best = sample.Evaluate(sampleMaximum, gradient);
        return starts.Where(start => sample.Evaluate(start, gradient) > best - FarBehind)
            .Any(start => whole.Evaluate(start, gradient) / whole.Customers > search.Value + 1e-12);
    }

    private FitEvidence Check(Bfgs search)
    {
        double[] point = search.Point.ToArray();
        double value = search.Value * whole.Customers;
        double norm = search.GradientNorm;
        double[] hessian = Curvature.At(whole, point);
        if (SymmetricMatrix.Inverse(hessian, n) is { } inverse)
            Polish(inverse, ref point, ref value, ref norm);
        var free = new bool[n];
        for (int i = 0; i < n; i++)
            free[i] = !box.OnEdge(i, point[i]);
        double[] covariance = Covariance(hessian, free);
        string undetermined = string.Join(", ", names.Where((_, i) => !free[i]));
        bool stationary = norm <= 10 * options.GradientTolerance;
        (FitVerdict verdict, string reason) = (stationary, undetermined.Length == 0) switch
        {
            (true, true) => (FitVerdict.Converged, "The gradient is zero, the Hessian is definite and no start is better."),
            (true, false) => (FitVerdict.Boundary, $"The data do not determine {undetermined}: the likelihood is flat there or highest at an edge."),
            _ => (FitVerdict.Boundary, string.Create(CultureInfo.InvariantCulture, $"The likelihood still rises slowly along a ridge (gradient {norm:E1} a customer) and has no measurable maximum.")),
        };
        return new FitEvidence
        {
            Names = names,
            LogParameters = point,
            Covariance = covariance,
            LogLikelihood = value,
            Verdict = verdict,
            Reason = reason,
            Iterations = search.Iterations,
            GradientNorm = norm,
        };
    }

    /// <summary>One Newton step, kept only where it does not lower the likelihood.</summary>
    private void Polish(double[] inverse, ref double[] point, ref double value, ref double norm)
    {
        var gradient = new double[n];
        whole.Evaluate(point, gradient);
        var next = new double[n];
        for (int i = 0; i < n; i++)
        {
            double step = 0;
            for (int j = 0; j < n; j++)
                step += inverse[(i * n) + j] * gradient[j];
            next[i] = box.Clamp(i, point[i] + Math.Clamp(step, -0.1, 0.1));
        }
        double better = whole.Evaluate(next, gradient);
        double nextNorm = 0;
        for (int i = 0; i < n; i++)
            nextNorm = Math.Max(nextNorm, box.Pushes(i, next[i], gradient[i]) ? 0 : Math.Abs(gradient[i]) / whole.Customers);
        if (better >= value - (1e-12 * Math.Abs(value)) && nextNorm <= norm)
            (point, value, norm) = (next, better, nextNorm);
    }

    /// <summary>
    /// The inverse Hessian over the parameters that the data determine; the one with the largest deviation is taken out of
    /// <paramref name="free"/> until the rest is definite and no ln(parameter) deviates by more than a factor e³.
    /// </summary>
    private double[] Covariance(double[] hessian, bool[] free)
    {
        while (free.Contains(true))
        {
            double[]? inverse = SymmetricMatrix.InverseOver(hessian, n, free);
            int worst = -1;
            double most = inverse is null ? double.NegativeInfinity : LargestLogDeviation * LargestLogDeviation;
            for (int i = 0; i < n; i++)
            {
                double spread = inverse is null ? -hessian[(i * n) + i] : inverse[(i * n) + i];
                if (free[i] && (spread > most || double.IsNaN(spread)))
                    (worst, most) = (i, spread);
            }
            if (worst < 0)
                return inverse!;
            free[worst] = false;
        }
        return new double[n * n];
    }

    private static double[] Scale(double[] matrix, double factor) => Array.ConvertAll(matrix, entry => entry * factor);
}
