namespace ServerlessSeg.Core.Clv.Optimisation;

/// <summary>Parameters that were given and not estimated: values without standard errors.</summary>
internal static class NamedValues
{
    public static ModelParameter[] Of(ReadOnlySpan<string> names, ReadOnlySpan<double> values)
    {
        var parameters = new ModelParameter[names.Length];
        for (int i = 0; i < names.Length; i++)
            parameters[i] = new ModelParameter(names[i], values[i], double.NaN);
        return parameters;
    }
}
