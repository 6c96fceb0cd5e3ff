using ServerlessSeg.Core.Clv.Optimisation;

namespace ServerlessSeg.Core.Tests.Clv.Optimisation;

public sealed class SymmetricMatrixTests
{
    private static readonly double[] Definite = [4, 2, .6, 2, 5, 1, .6, 1, 3];

    [Fact]
    public void Inverse_TimesTheMatrix_IsTheIdentity()
    {
        double[] inverse = SymmetricMatrix.Inverse(Definite, 3)!;
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
                Near.Absolute(i == j ? 1 : 0, Enumerable.Range(0, 3).Sum(k => Definite[(i * 3) + k] * inverse[(k * 3) + j]), 1e-14);
        }
    }

    [Fact]
    public void Inverse_OfAnIndefiniteMatrix_IsNull() => Assert.Null(SymmetricMatrix.Inverse([1, 2, 2, 1], 2));

    [Fact]
    public void InverseOver_LeavesTheRestZero()
    {
        double[] inverse = SymmetricMatrix.InverseOver(Definite, 3, [true, false, true])!;
        double determinant = (4 * 3) - (.6 * .6);
        Near.Relative(3 / determinant, inverse[0], 1e-14);
        Near.Relative(-.6 / determinant, inverse[2], 1e-14);
        Assert.Equal([0, 0, 0], inverse[3..6]);
    }

    [Fact]
    public void RootOf_TimesItsTranspose_IsTheMatrixEvenWithEmptyRows()
    {
        double[] matrix = [4, 0, 1, 0, 0, 0, 1, 0, 3];
        double[] root = SymmetricMatrix.RootOf(matrix, 3);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
                Near.Absolute(matrix[(i * 3) + j], Enumerable.Range(0, 3).Sum(k => root[(i * 3) + k] * root[(j * 3) + k]), 1e-14);
        }
    }
}
