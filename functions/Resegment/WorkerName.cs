using System.Globalization;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>What this process is called in the rows of the runs that it works on.</summary>
/// <param name="Value">The name.</param>
public sealed record WorkerName(string Value)
{
    private const int InstanceLength = 12;

    /// <summary>The platform's name of the instance where there is one, else the machine's, and the process.</summary>
    public static WorkerName OfProcess()
    {
        string? instance = Environment.GetEnvironmentVariable("WEBSITE_INSTANCE_ID");
        string place = string.IsNullOrEmpty(instance) ? Environment.MachineName : instance[..Math.Min(InstanceLength, instance.Length)];
        return new WorkerName(string.Create(CultureInfo.InvariantCulture, $"{place}/{Environment.ProcessId}"));
    }
}
