using System.Reflection;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Tests.Ingestion;

public sealed class HotLoopsTests
{
    [Fact]
    public void Of_EitherFormat_NamesEveryMarkedLoopOnTheWayIn()
    {
        var named = HotLoops.Of(fromParquet: false).Concat(HotLoops.Of(fromParquet: true)).ToHashSet();
        MethodInfo[] marked = [.. typeof(BatchIngest).Assembly.GetTypes().Where(IsOnTheWayIn).SelectMany(HotLoops.MarkedIn)];

        Assert.NotEmpty(marked);
        Assert.Empty(marked.Where(method => !named.Contains(method)).Select(method => $"{method.DeclaringType!.FullName}.{method.Name}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_AFormat_NamesMarkedLoopsAlone(bool fromParquet)
    {
        MethodInfo[] named = [.. HotLoops.Of(fromParquet)];

        Assert.NotEmpty(named);
        Assert.All(named, method => Assert.True(method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveOptimization)));
        Assert.Equal(named.Length, named.Distinct().Count());
    }

    private static bool IsOnTheWayIn(Type type)
    {
        string space = type.Namespace ?? "", ledger = typeof(LedgerWriter).Namespace!;
        return space.StartsWith(typeof(BatchIngest).Namespace!, StringComparison.Ordinal) || space == ledger || space == $"{ledger}.Writing" || space == $"{ledger}.Columns";
    }
}
