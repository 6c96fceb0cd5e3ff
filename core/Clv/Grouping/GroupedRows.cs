namespace ServerlessSeg.Core.Clv.Grouping;

/// <summary>Distinct rows with their weights, ordered by x, T, t_x, and the row of each customer.</summary>
internal readonly record struct GroupedRows(int[] Frequency, double[] Recency, double[] Age, double[] Weight, int[] GroupOfCustomer);
