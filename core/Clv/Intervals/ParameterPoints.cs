namespace ServerlessSeg.Core.Clv.Intervals;

/// <summary>
/// Stands for the normal distribution of d uncertain log-parameters by the 2d equally likely points ±√d on its principal axes: the spherical-radial cubature of
/// degree 3 (Arasaratnam &amp; Haykin 2009, "Cubature Kalman filters", IEEE Trans. Automatic Control 54(6)). It has the mean and the covariance of the normal
/// distribution, needs no random numbers, and being a mixture of genuine models can produce no negative probability.
/// </summary>
internal static class ParameterPoints
{
    public delegate TModel Resampler<out TModel>(ReadOnlySpan<double> standardNormals);

    /// <summary>The models at the points; the estimate alone where nothing is uncertain.</summary>
    /// <param name="estimate">The model at the maximum of the likelihood.</param>
    /// <param name="covariance">Covariance of the log-parameters, row by row, with zeros for those the data do not determine.</param>
    /// <param name="resample">Makes the model at given standard normal values.</param>
    public static TModel[] Of<TModel>(TModel estimate, IReadOnlyList<double> covariance, Resampler<TModel> resample)
    {
        int n = (int)Math.Sqrt(covariance.Count);
        int[] uncertain = [.. Enumerable.Range(0, n).Where(i => covariance[(i * n) + i] > 0)];
        if (uncertain.Length == 0)
            return [estimate];
        double reach = Math.Sqrt(uncertain.Length);
        var models = new TModel[2 * uncertain.Length];
        double[] normals = new double[n];
        for (int i = 0; i < uncertain.Length; i++)
        {
            normals[uncertain[i]] = reach;
            models[2 * i] = resample(normals);
            normals[uncertain[i]] = -reach;
            models[(2 * i) + 1] = resample(normals);
            normals[uncertain[i]] = 0;
        }
        return models;
    }

    /// <summary>The largest standard error of a log-parameter.</summary>
    public static double LargestDeviation(IReadOnlyList<double> covariance)
    {
        int n = (int)Math.Sqrt(covariance.Count);
        return n == 0 ? 0 : Math.Sqrt(Enumerable.Range(0, n).Max(i => covariance[(i * n) + i]));
    }
}
