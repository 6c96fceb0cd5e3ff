using System.Diagnostics;

namespace ServerlessSeg.Functions.Tests.Infra;

/// <summary>Runs the step after deployment against a stand-in for the Azure CLI that writes down how it was called.</summary>
public sealed class PostDeployScriptTests : IDisposable
{
    private static readonly Dictionary<string, string> Outputs = new()
    {
        ["AZURE_RESOURCE_GROUP"] = "rg-test",
        ["FUNCTION_APP_NAME"] = "func-test",
        ["STORAGE_ACCOUNT_NAME"] = "sttest",
        ["SYSTEM_TOPIC_NAME"] = "evgst-test",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("postdeploy").FullName;

    [Fact]
    public async Task PostDeploy_DeploysTheSubscription_OnceTheKeyIsThere()
    {
        (int exit, string said, string[] calls) = await RunAsync(Outputs);
        Assert.True(exit == 0, said);
        Assert.Equal(2, calls.Length);
        Assert.StartsWith("functionapp keys list --resource-group rg-test --name func-test", calls[0], StringComparison.Ordinal);
        Assert.StartsWith("deployment group create --resource-group rg-test --name drops", calls[1], StringComparison.Ordinal);
        Assert.EndsWith("--parameters functionAppName=func-test storageAccountName=sttest systemTopicName=evgst-test --output none", calls[1], StringComparison.Ordinal);
        string template = calls[1].Split(' ').SkipWhile(a => a != "--template-file").ElementAt(1);
        Assert.True(File.Exists(template), template);
    }

    [Fact]
    public async Task PostDeploy_NamesTheMissingOutput_AndCallsNothing()
    {
        (int exit, string said, string[] calls) = await RunAsync(Outputs.Where(o => o.Key != "SYSTEM_TOPIC_NAME"));
        Assert.Equal(1, exit);
        Assert.Contains("SYSTEM_TOPIC_NAME is not set", said, StringComparison.Ordinal);
        Assert.Empty(calls);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Exit, string Said, string[] Calls)> RunAsync(IEnumerable<KeyValuePair<string, string>> environment)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the script is for sh");
        string stub = Path.Combine(_folder, "az");
        string log = Path.Combine(_folder, "calls");
        await File.WriteAllTextAsync(stub, $"#!/bin/sh\necho \"$*\" >> '{log}'\nprintf 'other\\nblobs_extension\\n'\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(stub, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("sh", [Path.Combine(BicepCompiler.InfraFolder, "scripts", "postdeploy.sh")]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string name in Outputs.Keys)
            start.Environment.Remove(name);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        start.Environment["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using Process script = Process.Start(start)!;
        Task<string> printed = script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string said = await script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await printed;
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        string[] calls = File.Exists(log) ? await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken) : [];
        return (script.ExitCode, said, calls);
    }
}
