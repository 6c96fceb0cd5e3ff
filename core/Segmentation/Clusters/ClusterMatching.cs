namespace ServerlessSeg.Core.Segmentation.Clusters;

/// <summary>Finds which cluster of the run before each new cluster continues: the assignment of least total distance.</summary>
internal static class ClusterMatching
{
    /// <summary>The most clusters, which bounds the exact search over subsets.</summary>
    public const int Most = 10;

    /// <summary>Two centres further apart than this, in standard deviations of the present base, are different clusters.</summary>
    public const double MaxDistance = 1.5;

    /// <summary>For each new centre the position of the earlier one it continues, or −1.</summary>
    public static int[] Match(IReadOnlyList<double[]> centres, IReadOnlyList<double[]> earlier)
    {
        int masks = 1 << earlier.Count;
        double[,] least = new double[centres.Count + 1, masks];
        int[,] choice = new int[centres.Count, masks];
        for (int i = centres.Count - 1; i >= 0; i--)
            for (int taken = 0; taken < masks; taken++)
            {
                least[i, taken] = MaxDistance + least[i + 1, taken];
                choice[i, taken] = -1;
                for (int j = 0; j < earlier.Count; j++)
                {
                    if ((taken & (1 << j)) != 0)
                        continue;
                    double cost = Distance(centres[i], earlier[j]) + least[i + 1, taken | (1 << j)];
                    if (cost < least[i, taken])
                        (least[i, taken], choice[i, taken]) = (cost, j);
                }
            }
        int[] matched = new int[centres.Count];
        for (int i = 0, taken = 0; i < matched.Length; i++)
        {
            matched[i] = choice[i, taken];
            taken |= matched[i] < 0 ? 0 : 1 << matched[i];
        }
        return matched;
    }

    private static double Distance(double[] left, double[] right)
    {
        double sum = 0;
        for (int f = 0; f < left.Length; f++)
            sum += (left[f] - right[f]) * (left[f] - right[f]);
        return Math.Sqrt(sum);
    }
}
