using ServerlessSeg.Functions.Tests.EndToEnd;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Hosting;

namespace ServerlessSeg.Functions.Tests.LocalHost.Functions;

public sealed class FunctionAppTests
{
    [Fact]
    public void Read_OfTheBuiltApp_HasItsFunctionsByName()
    {
        FunctionApp app = FunctionApp.Read(HostProcess.AppFolder);
        Assert.True(File.Exists(app.Worker));
        Assert.Equal(app.Functions.Select(static function => function.Name).Order(StringComparer.OrdinalIgnoreCase), app.Functions.Select(static function => function.Name));
        Assert.Superset(new HashSet<string> { "Ingest", "ExecuteRun", "GiveUpRun", "ResegmentOnSchedule" }, app.TriggeredFunctions.Select(static function => function.Name).ToHashSet());
        AppFunction health = app.Functions.Single(static function => function.Name == "GetHealth");
        Assert.Equal(("health", "Anonymous"), (health.Trigger.Text("route"), health.Trigger.Text("authLevel")));
        Assert.Equal(5, app.Functions.Single(static function => function.Name == "ResegmentOnSchedule").Retry!.MaxRetryCount);
    }

    [Theory]
    [InlineData(null, null, "There is no built app")]
    [InlineData("""{"description":{"defaultWorkerPath":"App.dll"}}""", "[{", "cannot be read")]
    [InlineData("""{"description":{"defaultWorkerPath":"App.dll"}}""", """[{"name":"A","scriptFile":"App.dll","entryPoint":"A","bindings":[{"name":"x","type":"serviceBusTrigger","direction":"In"}]}]""", "has no trigger that the local host runs")]
    public void Read_OfAnythingElse_SaysWhatIsMissing(string? worker, string? functions, string problem)
    {
        string folder = Directory.CreateTempSubdirectory("serverlessseg-noapp-").FullName;
        if (worker is not null)
            File.WriteAllText(Path.Combine(folder, "worker.config.json"), worker);
        if (functions is not null)
            File.WriteAllText(Path.Combine(folder, "functions.metadata"), functions);
        Assert.Contains(problem, Assert.Throws<StartFailedException>(() => FunctionApp.Read(folder)).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
