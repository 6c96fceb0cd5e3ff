using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.Storage;

public sealed class StorageNamesTests
{
    [Theory]
    [InlineData("2011-12-10", "Customers20111210")]
    [InlineData("2011-12-10.12", "Customers20111210r12")]
    [InlineData("2011-12-10/0123456789abcdef", "Customers20111210x0123456789abcdef")]
    [InlineData("2011-12-10.2/0123456789abcdef", "Customers20111210r2x0123456789abcdef")]
    public void CustomerTable_NamesTheSnapshot(string snapshot, string table)
    {
        Assert.Equal(table, StorageNames.CustomerTable(SnapshotId.Parse(snapshot)));
        Assert.True(StorageNames.TryParseCustomerTable(table, out SnapshotId parsed));
        Assert.Equal(snapshot, parsed.ToString());
    }

    [Theory]
    [InlineData("Customers")]
    [InlineData("CustomersOfMine")]
    [InlineData("Customers20111310")]
    [InlineData("Customers20111210r1")]
    [InlineData("Customers20111210x0123")]
    [InlineData("Customers20111210x0123456789ABCDEF")]
    [InlineData("Batches")]
    public void TryParseCustomerTable_OfAnotherTable_IsFalse(string table) => Assert.False(StorageNames.TryParseCustomerTable(table, out _));
}
