namespace ServerlessSeg.Core.Clv.Optimisation;

/// <summary>Small dense symmetric matrices, row by row.</summary>
internal static class SymmetricMatrix
{
    /// <summary>The lower Cholesky factor, or false where the matrix is not positive definite.</summary>
    public static bool TryCholesky(ReadOnlySpan<double> matrix, int n, Span<double> lower)
    {
        lower.Clear();
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[(i * n) + j];
                for (int k = 0; k < j; k++)
                    sum -= lower[(i * n) + k] * lower[(j * n) + k];
                if (i == j)
                {
                    if (!(sum > 1e-13 * Math.Abs(matrix[(i * n) + i])) || !double.IsFinite(sum))
                        return false;
                    lower[(i * n) + i] = Math.Sqrt(sum);
                }
                else
                {
                    lower[(i * n) + j] = sum / lower[(j * n) + j];
                }
            }
        }
        return true;
    }

    /// <summary>The inverse of a positive definite matrix, or null where it is not one.</summary>
    public static double[]? Inverse(ReadOnlySpan<double> matrix, int n)
    {
        var lower = new double[n * n];
        if (!TryCholesky(matrix, n, lower))
            return null;
        var inverse = new double[n * n];
        var column = new double[n];
        for (int c = 0; c < n; c++)
        {
            Array.Clear(column);
            column[c] = 1;
            for (int i = 0; i < n; i++)
            {
                for (int k = 0; k < i; k++)
                    column[i] -= lower[(i * n) + k] * column[k];
                column[i] /= lower[(i * n) + i];
            }
            for (int i = n - 1; i >= 0; i--)
            {
                for (int k = i + 1; k < n; k++)
                    column[i] -= lower[(k * n) + i] * column[k];
                column[i] /= lower[(i * n) + i];
            }
            for (int i = 0; i < n; i++)
                inverse[(i * n) + c] = column[i];
        }
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                inverse[(i * n) + j] = inverse[(j * n) + i] = (inverse[(i * n) + j] + inverse[(j * n) + i]) / 2;
        }
        return inverse;
    }

    /// <summary>
    /// The inverse over the <paramref name="free"/> rows and columns alone; the others are 0. Null where that part is not positive definite.
    /// </summary>
    public static double[]? InverseOver(ReadOnlySpan<double> matrix, int n, ReadOnlySpan<bool> free)
    {
        var index = new List<int>();
        for (int i = 0; i < n; i++)
        {
            if (free[i])
                index.Add(i);
        }
        var part = new double[index.Count * index.Count];
        for (int i = 0; i < index.Count; i++)
        {
            for (int j = 0; j < index.Count; j++)
                part[(i * index.Count) + j] = matrix[(index[i] * n) + index[j]];
        }
        if (Inverse(part, index.Count) is not { } inverse)
            return null;
        var whole = new double[n * n];
        for (int i = 0; i < index.Count; i++)
        {
            for (int j = 0; j < index.Count; j++)
                whole[(index[i] * n) + index[j]] = inverse[(i * index.Count) + j];
        }
        return whole;
    }

    /// <summary>A lower-triangular L with L Lᵀ = the matrix, which may have rows and columns of zeros.</summary>
    public static double[] RootOf(ReadOnlySpan<double> matrix, int n)
    {
        var root = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[(i * n) + j];
                for (int k = 0; k < j; k++)
                    sum -= root[(i * n) + k] * root[(j * n) + k];
                if (i == j)
                    root[(i * n) + i] = Math.Sqrt(Math.Max(0, sum));
                else if (root[(j * n) + j] > 0)
                    root[(i * n) + j] = sum / root[(j * n) + j];
            }
        }
        return root;
    }
}
