namespace ServerlessSeg.Core.Clv.Optimisation;

/// <summary>
/// Maximises a log-likelihood by the method of Broyden, Fletcher, Goldfarb and Shanno on a dense matrix, with a backtracking line search
/// and with parameters at an edge of the box held while the likelihood pushes them outwards. Works on the mean per customer, so that
/// tolerances do not depend on the size of the data.
/// </summary>
internal sealed class Bfgs
{
    private const double LongestStep = 1.5;
    private const int Stretch = 20;
    private const double NegligibleGain = 1e-5;
    private const double SufficientIncrease = 1e-4;
    private readonly ILikelihood likelihood;
    private readonly Box box;
    private readonly FitOptions options;
    private readonly int n;
    private readonly double[] point;
    private readonly double[] gradient;
    private readonly double[] inverse;
    private readonly double[] direction;
    private readonly double[] nextPoint;
    private readonly double[] nextGradient;
    private double value;

    public Bfgs(ILikelihood likelihood, Box box, FitOptions options, ReadOnlySpan<double> start, ReadOnlySpan<double> inverseHessian)
    {
        this.likelihood = likelihood;
        this.box = box;
        this.options = options;
        n = likelihood.Dimension;
        point = new double[n];
        gradient = new double[n];
        direction = new double[n];
        nextPoint = new double[n];
        nextGradient = new double[n];
        inverse = new double[n * n];
        for (int i = 0; i < n; i++)
            point[i] = box.Clamp(i, start[i]);
        if (inverseHessian.IsEmpty)
            ResetInverse();
        else
            inverseHessian.CopyTo(inverse);
        value = Evaluate(point, gradient);
    }

    public ReadOnlySpan<double> Point => point;

    /// <summary>ln L per customer.</summary>
    public double Value => value;

    public int Iterations { get; private set; }

    public double GradientNorm
    {
        get
        {
            double norm = 0;
            for (int i = 0; i < n; i++)
                norm = Math.Max(norm, box.Pushes(i, point[i], gradient[i]) ? 0 : Math.Abs(gradient[i]));
            return norm;
        }
    }

    /// <summary>Goes on until the gradient is zero, or a stretch of iterations gains nothing measurable: a ridge without a summit.</summary>
    public void Run(int iterations, double tolerance)
    {
        double stretchStart = value;
        for (int last = Iterations + iterations; Iterations < last && GradientNorm > tolerance; Iterations++)
        {
            if (Iterations % Stretch == Stretch - 1)
            {
                if ((value - stretchStart) * likelihood.Customers < NegligibleGain)
                    return;
                stretchStart = value;
            }
            if (!Step() && !(ResetInverse() && Step()))
                return;
        }
    }

    private bool Step()
    {
        double slope = SetDirection();
        if (!(slope > 0))
            return false;
        double longest = 0;
        for (int i = 0; i < n; i++)
            longest = Math.Max(longest, Math.Abs(direction[i]));
        double step = Math.Min(1, LongestStep / longest);
        for (int tries = 0; tries < 40; tries++)
        {
            for (int i = 0; i < n; i++)
                nextPoint[i] = box.Clamp(i, point[i] + (step * direction[i]));
            double next = Evaluate(nextPoint, nextGradient);
            double gain = next - value;
            if (gain >= SufficientIncrease * step * slope || (tries > 3 && gain >= 0 && step * slope < 1e-13 * Math.Abs(value)))
            {
                Accept(next);
                return true;
            }
            double curvature = (step * slope) - gain;
            double minimiser = double.IsFinite(gain) && curvature > 0 ? 0.5 * step * step * slope / curvature : 0;
            step = Math.Clamp(minimiser, 0.1 * step, 0.5 * step);
        }
        return false;
    }

    private double SetDirection()
    {
        double slope = 0;
        for (int i = 0; i < n; i++)
        {
            direction[i] = 0;
            if (box.Pushes(i, point[i], gradient[i]))
                continue;
            for (int j = 0; j < n; j++)
                direction[i] += box.Pushes(j, point[j], gradient[j]) ? 0 : inverse[(i * n) + j] * gradient[j];
            slope += direction[i] * gradient[i];
        }
        return slope;
    }

    private void Accept(double next)
    {
        Span<double> step = stackalloc double[n];
        Span<double> change = stackalloc double[n];
        double curvature = 0, stepNorm = 0, changeNorm = 0;
        for (int i = 0; i < n; i++)
        {
            step[i] = nextPoint[i] - point[i];
            change[i] = gradient[i] - nextGradient[i];
            curvature += step[i] * change[i];
            stepNorm += step[i] * step[i];
            changeNorm += change[i] * change[i];
            point[i] = nextPoint[i];
            gradient[i] = nextGradient[i];
        }
        value = next;
        if (curvature > 1e-10 * Math.Sqrt(stepNorm * changeNorm))
            UpdateInverse(step, change, curvature);
    }

    private void UpdateInverse(ReadOnlySpan<double> step, ReadOnlySpan<double> change, double curvature)
    {
        Span<double> product = stackalloc double[n];
        double quadratic = 0;
        for (int i = 0; i < n; i++)
        {
            product[i] = 0;
            for (int j = 0; j < n; j++)
                product[i] += inverse[(i * n) + j] * change[j];
            quadratic += product[i] * change[i];
        }
        double scale = (1 + (quadratic / curvature)) / curvature;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                inverse[(i * n) + j] += (scale * step[i] * step[j]) - (((product[i] * step[j]) + (step[i] * product[j])) / curvature);
        }
    }

    private bool ResetInverse()
    {
        Array.Clear(inverse);
        for (int i = 0; i < n; i++)
            inverse[(i * n) + i] = 1;
        return true;
    }

    private double Evaluate(double[] at, double[] gradientThere)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        double total = likelihood.Evaluate(at, gradientThere);
        for (int i = 0; i < n; i++)
            gradientThere[i] /= likelihood.Customers;
        return double.IsNaN(total) ? double.NegativeInfinity : total / likelihood.Customers;
    }
}
