using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Tests.Ledger;

public sealed class FileLedgerStoreTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ledger-store-");
    private readonly FileLedgerStore _store;

    public FileLedgerStoreTests() => _store = new FileLedgerStore(_directory.FullName);

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CreateAsync_UntilDisposed_LeavesTheNameAsItWas(bool disposesLater)
    {
        await WriteAsync("a.parquet", [1, 2, 3]);
        Stream stream = await _store.CreateAsync("a.parquet", TestContext.Current.CancellationToken);
        await stream.WriteAsync(new byte[] { 4 }, TestContext.Current.CancellationToken);
        await stream.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3], await ReadAsync("a.parquet"));
        if (disposesLater)
            await stream.DisposeAsync();
        else
            stream.Dispose();
        Assert.Equal([4], await ReadAsync("a.parquet"));
        Assert.Equal(["a.parquet"], _directory.GetFiles().Select(file => file.Name));
    }

    [Fact]
    public async Task CreateAsync_EveryWayOfWriting_KeepsTheOrderOfTheBytes()
    {
        byte[] large = [.. Enumerable.Range(0, 200_000).Select(i => (byte)i)];
        Stream stream = await _store.CreateAsync("folder/b.parquet", TestContext.Current.CancellationToken);
        await using (stream)
        {
            stream.Write([1, 2]);
            stream.Write([0, 3, 0], 1, 1);
            await stream.WriteAsync(large, TestContext.Current.CancellationToken);
            await stream.WriteAsync(new byte[] { 0, 4 }.AsMemory(1), TestContext.Current.CancellationToken);
            stream.WriteByte(5);
            Assert.Equal(large.Length + 5, stream.Position);
        }

        Assert.Equal([1, 2, 3, .. large, 4, 5], await ReadAsync("folder/b.parquet"));
        Assert.Throws<ObjectDisposedException>(() => stream.WriteByte(6));
    }

    [Fact]
    public async Task CreateAsync_DisposedTwice_DoesNotTouchALaterFile()
    {
        Stream first = await _store.CreateAsync("c.parquet", TestContext.Current.CancellationToken);
        await first.DisposeAsync();
        await WriteAsync("c.parquet", [7]);
        await first.DisposeAsync();

        Assert.Equal([7], await ReadAsync("c.parquet"));
    }

    [Theory]
    [InlineData("../d.parquet")]
    [InlineData("/d.parquet")]
    public async Task CreateAsync_NameOutsideTheDirectory_Throws(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => _store.CreateAsync(name, TestContext.Current.CancellationToken));

    private async Task WriteAsync(string name, byte[] content)
    {
        await using Stream stream = await _store.CreateAsync(name, TestContext.Current.CancellationToken);
        await stream.WriteAsync(content, TestContext.Current.CancellationToken);
    }

    private async Task<byte[]> ReadAsync(string name)
    {
        using var content = new MemoryStream();
        await using Stream stream = await _store.OpenReadAsync(name, TestContext.Current.CancellationToken);
        await stream.CopyToAsync(content, TestContext.Current.CancellationToken);
        return content.ToArray();
    }
}
