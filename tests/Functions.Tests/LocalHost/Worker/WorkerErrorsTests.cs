using ServerlessSeg.LocalHost.Worker;

namespace ServerlessSeg.Functions.Tests.LocalHost.Worker;

public sealed class WorkerErrorsTests
{
    [Theory]
    [InlineData("Unhandled exception. System.InvalidOperationException: The settings cannot be used:\n  - one\n  - two\n   at App.Main()\n   at App.Start()", "The settings cannot be used:\n  - one\n  - two")]
    [InlineData("Unhandled exception. App.OddException\n   at App.Main()", "App.OddException")]
    [InlineData("info\nUnhandled exception. System.Exception: no: really\n   at App.Main()", "no: really")]
    [InlineData("no such file\n", "no such file")]
    [InlineData("", "")]
    public void Shorten_KeepsTheMessage(string errors, string message) => Assert.Equal(message, WorkerErrors.Shorten(errors));
}
