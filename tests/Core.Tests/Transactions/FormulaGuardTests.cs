using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Transactions;

public sealed class FormulaGuardTests
{
    [Theory]
    [InlineData("=1+1", true)]
    [InlineData("+491", true)]
    [InlineData("-5", true)]
    [InlineData("@home", true)]
    [InlineData("＝1", true)]
    [InlineData("'=1", true)]
    [InlineData("''-1", true)]
    [InlineData("C-5", false)]
    [InlineData("'quoted'", false)]
    [InlineData("", false)]
    [InlineData("'", false)]
    public void Guards_WhatASpreadsheetMayCalculate(string text, bool expected) => Assert.Equal(expected, FormulaGuard.Guards(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Without_GivesBackWhatWasWritten() => Prop.ForAll(
        Gen.Elements('\'', '=', '-', 'a', '@', '\t').ArrayOf().Select(static letters => new string(letters)).ToArbitrary(),
        static text =>
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            byte[] written = FormulaGuard.Guards(utf8) ? [(byte)FormulaGuard.Mark, .. utf8] : utf8;
            return FormulaGuard.Without(written).SequenceEqual(utf8);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
