using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Functions.Tests.Azurite;
using ServerlessSeg.Functions.Tests.LocalRuntime.Http;
using ServerlessSeg.Functions.Tests.LocalRuntime.Timers;
using ServerlessSeg.LocalRuntime;

namespace ServerlessSeg.Functions.Tests.LocalRuntime.Commands;

public sealed class LocalCommandTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Command_RunsWhileTheHostServes_AndEndsItWithItsExitCode()
    {
        var command = new SampleCommand(exitCode: 7);
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(HttpSamples)) { Command = command, Arguments = ["--drop", "a.csv", "--port", "0", "--exit"] }.StartAsync();

        await host.WaitForShutdownAsync();

        Assert.Equal(["--drop", "a.csv", "--exit"], command.Arguments);
        Assert.Equal(HttpStatusCode.OK, command.Answer);
        Assert.Same(host.Probe, command.Service);
        Assert.Equal(7, host.ExitCode);
    }

    [Fact]
    public async Task Command_ThatGivesNoExitCode_LeavesTheHostServing()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(HttpSamples)) { Command = new SampleCommand(exitCode: null) }.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await HttpFunctionsTests.StatusAsync(host, HttpMethod.Get, "/api/Action"));
        Assert.Null(host.ExitCode);
    }

    [Fact]
    public async Task Command_ThatThrows_EndsTheHostWithExitCode1()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(HttpSamples)) { Command = new SampleCommand(exitCode: 0, throws: true) }.StartAsync();

        await host.WaitForShutdownAsync();

        Assert.Equal(1, host.ExitCode);
    }

    [Theory]
    [InlineData(LocalCommandNeeds.Nothing)]
    [InlineData(LocalCommandNeeds.Storage)]
    public async Task Command_ThatNeedsNoHost_RunsWithoutOne(LocalCommandNeeds needs)
    {
        var command = new SampleCommand(exitCode: 3) { Needs = needs };
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(StartupTimer)) { Command = command, Arguments = ["--port", "1"] }.StartAsync();

        await host.WaitForShutdownAsync();

        Assert.Equal((3, ""), (host.ExitCode, host.Error));
        Assert.Same(host.Probe, command.Service);
        Assert.Null(command.Answer);
        Assert.Null(host.Client.BaseAddress);
        Assert.False(host.Probe.TryNext(out _));
    }

    [Theory]
    [InlineData("--wrong", "The sample does not know --wrong.")]
    [InlineData("--port", "--port takes a number")]
    [InlineData("--port=70000", "--port takes a number")]
    [InlineData("--host=here", "--host takes an IP address")]
    [InlineData("--host=0.0.0.0", "set FUNCTIONS_KEYS")]
    public async Task WrongArguments_AreToldInOneLine_BeforeAnythingStarts(string argument, string line)
    {
        var command = new SampleCommand(exitCode: 0);
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(StartupTimer)) { Command = command, Arguments = [argument] }.StartAsync();

        await host.WaitForShutdownAsync();

        Assert.Equal(2, host.ExitCode);
        Assert.Contains(line, Assert.Single(host.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Null(command.Answer);
        Assert.False(host.Probe.TryNext(out _));
    }

    [Fact]
    public async Task Arguments_WithoutACommand_AreRefused()
    {
        await using LocalTestHost host = await new LocalTestHost(azurite, typeof(HttpSamples)) { Arguments = ["--drop"] }.StartAsync();

        Assert.Equal(2, host.ExitCode);
        Assert.Contains("'--drop'", host.Error, StringComparison.Ordinal);
    }

    private sealed class SampleCommand(int? exitCode, bool throws = false) : ILocalCommand
    {
        public IReadOnlyList<string>? Arguments { get; private set; }

        public HttpStatusCode? Answer { get; private set; }

        public Probe? Service { get; private set; }

        public LocalCommandNeeds Needs { get; init; }

        public bool TryParse(IReadOnlyList<string> arguments, [NotNullWhen(false)] out string? problem)
        {
            Arguments = arguments;
            problem = arguments.Contains("--wrong") ? "The sample does not know --wrong." : null;
            return problem is null;
        }

        public async Task<int?> RunAsync(IServiceProvider services, LocalHostAddress address, CancellationToken cancellationToken)
        {
            if (throws)
                throw new InvalidOperationException("the command fails");
            Service = services.GetRequiredService<Probe>();
            if (Needs != LocalCommandNeeds.Host)
                return exitCode;
            using var client = new HttpClient();
            using HttpResponseMessage answer = await client.GetAsync(address.Route("Action"), cancellationToken);
            Answer = answer.StatusCode;
            return exitCode;
        }
    }
}
