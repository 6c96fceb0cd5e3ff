using ServerlessSeg.Core.Segmentation.Clusters;

namespace ServerlessSeg.Core.Tests.Segmentation.Clusters;

public sealed class ClusterMatchingTests
{
    [Fact]
    public void Match_FindsTheLeastTotalDistanceNotTheNearestFirst() =>
        Assert.Equal([0, 1], ClusterMatching.Match([[0.0], [1.0]], [[0.6], [1.9]]));

    [Fact]
    public void Match_LeavesFarCentresAlone() => Assert.Equal([-1, 0], ClusterMatching.Match([[9.0], [0.2]], [[0.0], [-5]]));

    [Fact]
    public void Match_MoreNewThanEarlier() => Assert.Equal([-1, 1, 0], ClusterMatching.Match([[0.5], [1.0], [0.0]], [[0.0], [1.0]]));
}
