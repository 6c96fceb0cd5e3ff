using System.Text.Json.Serialization;

namespace ServerlessSeg.Benchmarks.Ingest;

/// <summary>What one measured process did and what it found.</summary>
/// <param name="Seconds">Wall time of the job, without the start of the process.</param>
/// <param name="PeakMegabytes">Highest working set of the process until the job's end.</param>
/// <param name="Result">Counts and exact sums, in an order that both sides share.</param>
internal sealed record JobResult(double Seconds, long PeakMegabytes, IReadOnlyList<string> Result);

[JsonSerializable(typeof(JobResult))]
internal sealed partial class JobJson : JsonSerializerContext;
