using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace ServerlessSeg.Functions.Tests.Infra;

/// <summary>Compiles the templates of <c>infra/</c> with the Bicep compiler from NuGet, each once for all tests, and predicts deployments.</summary>
public sealed class BicepCompiler
{
    public const string Operator = "44444444-4444-4444-4444-444444444444";
    public const string Shop = "11111111-1111-1111-1111-11111111111a";
    public const string Web = "22222222-2222-2222-2222-222222222222";
    public const string Api = "33333333-3333-3333-3333-333333333333";
    public const string Caller = "55555555-5555-5555-5555-555555555555";
    public const string OtherCaller = "66666666-6666-6666-6666-666666666666";
    public const string Person = "77777777-7777-7777-7777-777777777777";
    public const string Subnet = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/etl/providers/Microsoft.Network/virtualNetworks/etl/subnets/jobs";

    private readonly Lazy<CompiledTemplate> _main = new(() => Compile("main.bicep"));
    private readonly Lazy<CompiledTemplate> _subscription = new(() => Compile("subscription.bicep"));
    private readonly Lazy<PredictedDeployment> _default = new(() => Predict());
    private readonly Lazy<PredictedDeployment> _open = new(() => Predict("networkAccess = 'open'", "softDeleteDays = 0", $"entraClientId = '{Api}'"));
    private readonly Lazy<PredictedDeployment> _full = new(() => Predict(
        $"operatorPrincipalId = '{Operator}'", $"sources = 'shop={Shop}, web={Web}, till={Shop.ToUpperInvariant()}'",
        $"entraClientId = '{Api}'", $"entraAllowedApplications = '{Caller}, {OtherCaller}'", $"entraAllowedPrincipals = '{Person},'",
        "allowedAddresses = '203.0.113.7, 198.51.100.0/24,'", $"allowedSubnets = '{Subnet}'",
        "resegmentSchedule = '0 30 4 * * 1'", "trustDropZone = true", "auditRetentionDays = 365", "auditDailyQuotaGb = 3"));

    /// <summary>The deployment with every parameter left as it is.</summary>
    public PredictedDeployment Default => Here(_default);

    /// <summary>The deployment with an operator, three sources of two droppers, callers, openings of the network and settings of its own.</summary>
    public PredictedDeployment Full => Here(_full);

    /// <summary>The deployment with the network open, nothing restorable, and callers left unsaid.</summary>
    public PredictedDeployment Open => Here(_open);

    public CompiledTemplate Main => Here(_main);

    public CompiledTemplate Subscription => Here(_subscription);

    public static string InfraFolder { get; } = Metadata("InfraFolder");

    /// <summary>What the compiler says of parameters that the template refuses.</summary>
    public static string Refusal(params string[] parameters)
    {
        SkipElsewhere();
        (int exit, string said, _) = Snapshot(parameters);
        Assert.True(exit != 0, "the template takes these parameters");
        return said;
    }

    private static T Here<T>(Lazy<T> template)
    {
        SkipElsewhere();
        return template.Value;
    }

    private static void SkipElsewhere() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, "the Bicep compiler referenced here is the one for Linux on x64");

    private static PredictedDeployment Predict(params string[] parameters)
    {
        (int exit, string said, string? snapshot) = Snapshot(parameters);
        Assert.True(exit == 0 && snapshot is not null, said);
        return PredictedDeployment.Read(snapshot);
    }

    // Each parameter is written as name = value.
    private static (int Exit, string Said, string? Snapshot) Snapshot(string[] parameters)
    {
        string folder = Directory.CreateTempSubdirectory("bicep").FullName;
        try
        {
            string template = Path.GetRelativePath(folder, Path.Combine(InfraFolder, "main.bicep"));
            string[] given = ["environmentName = 'prod'", "location = 'westeurope'", .. parameters];
            File.WriteAllText(Path.Combine(folder, "main.bicepparam"), $"using '{template}'\n{string.Concat(given.Select(p => $"param {p}\n"))}");
            (int exit, string printed, string said) = Run(
                "snapshot", Path.Combine(folder, "main.bicepparam"), "--mode", "overwrite", "--location", "westeurope",
                "--subscription-id", "00000000-0000-0000-0000-000000000001", "--tenant-id", "00000000-0000-0000-0000-000000000002");
            string file = Path.Combine(folder, "main.snapshot.json");
            return (exit, printed + said, File.Exists(file) ? File.ReadAllText(file) : null);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static CompiledTemplate Compile(string file)
    {
        (int exit, string json, string said) = Run("build", Path.Combine(InfraFolder, file), "--stdout");
        Assert.True(exit == 0, said);
        return new CompiledTemplate(JsonNode.Parse(json)!.AsObject(), said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static (int Exit, string Printed, string Said) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Metadata("BicepCompiler"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        using Process compiler = Process.Start(start)!;
        Task<string> diagnostics = compiler.StandardError.ReadToEndAsync();
        string printed = compiler.StandardOutput.ReadToEnd();
        compiler.WaitForExit();
        return (compiler.ExitCode, printed, diagnostics.GetAwaiter().GetResult());
    }

    private static string Metadata(string key) =>
        typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
