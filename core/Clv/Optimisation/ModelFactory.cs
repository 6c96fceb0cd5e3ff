namespace ServerlessSeg.Core.Clv.Optimisation;

/// <summary>Makes a model from estimated values and their description.</summary>
internal delegate TModel ModelFactory<out TModel>(ReadOnlySpan<double> values, IReadOnlyList<ModelParameter> parameters);
