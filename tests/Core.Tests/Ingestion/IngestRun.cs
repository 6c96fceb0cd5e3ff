using System.Text;
using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion;

/// <summary>Ingests a content into memory.</summary>
internal sealed record IngestRun(BatchReport Report, IReadOnlyList<TakenRow> Rows, string Rejects, int Readings)
{
    public static readonly DateTimeOffset Now = new(2026, 4, 10, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Lines of the rejects file after its header.</summary>
    public IReadOnlyList<string> RejectLines => [.. Rejects.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)];

    public static Task<IngestRun> OfTextAsync(string text, string? mapping = null, IngestOptions? options = null) =>
        OfBytesAsync(Encoding.UTF8.GetBytes(text), mapping, options);

    public static Task<IngestRun> OfBytesAsync(byte[] bytes, string? mapping = null, IngestOptions? options = null, string name = "orders.csv") =>
        OfAsync(new MemoryContent(name, bytes), mapping, options);

    public static async Task<IngestRun> OfAsync(DroppedContent content, string? mapping = null, IngestOptions? options = null)
    {
        MemorySink? sink = null;
        MemoryStream? rejects = null;
        int readings = 0;
        var ingest = new BatchIngest(options ?? IngestOptions.Default with { Workers = 2 }, new FakeTimeProvider(Now));
        BatchReport report = await ingest.RunAsync(
            new BatchRequest
            {
                Content = content,
                Source = "shop",
                Mapping = mapping is null ? null : MappingOverride.Parse(Encoding.UTF8.GetBytes(mapping)),
                OpenSink = (_, _) =>
                {
                    readings++;
                    return ValueTask.FromResult<ITransactionSink>(sink = new MemorySink());
                },
                OpenRejects = _ => Task.FromResult<Stream>(rejects = new MemoryStream()),
            },
            cancellationToken: TestContext.Current.CancellationToken);
        bool kept = sink is { Completed: true };
        return new IngestRun(report, kept ? sink!.Rows : [], rejects is null ? "" : Encoding.UTF8.GetString(rejects.ToArray()), readings);
    }
}
