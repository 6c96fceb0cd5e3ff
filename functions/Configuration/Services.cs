using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Ingest;
using ServerlessSeg.Functions.Lookup;
using ServerlessSeg.Functions.Resegment;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Functions.Telemetry;

namespace ServerlessSeg.Functions.Configuration;

/// <summary>Everything the functions are given.</summary>
public static class Services
{
    /// <summary>Reads the settings, and adds the services that the functions ask for.</summary>
    /// <exception cref="InvalidOperationException">A setting cannot be used; the message lists all that cannot.</exception>
    public static void AddServerlessSeg(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AppOptions options = SettingsReader.Read(builder.Configuration);
        IServiceCollection services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        builder.AddTelemetry();
        services.AddSingleton(options);
        services.AddSingleton(options.Resegmentation);
        services.AddSingleton<StoragePreparation>();
        services.AddHostedService<BeforeFunctions>();
        services.AddHostedService<ConfigurationCheck>();
        services.AddSingleton(options.Storage);
        services.AddSingleton<StorageConnection>();
        services.AddSingleton<StorageProbe>();
        services.AddSingleton<ILedgerStore, BlobLedgerStore>();
        services.AddSingleton<BatchTable>();
        services.AddSingleton<ConfigurationBlobs>();
        services.AddSingleton<RunTable>();
        services.AddSingleton<SegmentTable>();
        services.AddSingleton<LivePointer>();
        services.AddSingleton<SnapshotPages>();
        services.AddSingleton<SnapshotBlobs>();
        services.AddSingleton<ISnapshotStore, TableSnapshotStore>();
        services.AddSingleton<SourceMappings>();
        services.AddSingleton<BatchReports>();
        services.AddSingleton<BatchRows>();
        services.AddSingleton<DropReader>();
        services.AddSingleton<DropIngest>();
        services.AddSingleton<PatientIngest>();
        services.AddSingleton<SourceReread>();
        services.AddSingleton<DroppedSettings>();
        services.AddSingleton<DropReconciliation>();
        services.AddSingleton<PreviewReader>();
        services.AddSingleton<DroppedRates>();
        services.AddSingleton(WorkerName.OfProcess());
        services.AddSingleton<StorageClock>();
        services.AddSingleton<RunMessages>();
        services.AddSingleton<RunRequests>();
        services.AddSingleton<RunPublication>();
        services.AddSingleton<RunExecutor>();
        services.AddSingleton<RunWatch>();
        services.AddSingleton<SnapshotChoice>();
        services.AddSingleton<SnapshotRemoval>();
        services.AddSingleton<Retention>();
        services.AddSingleton<AttemptCleanup>();
        services.AddSingleton<LedgerCleanup>();
        services.AddSingleton<LedgerCompactor>();
        services.AddSingleton<LiveSnapshot>();
        services.AddSingleton<CustomerLookup>();
        services.AddSingleton<SnapshotSchemes>();
        services.AddSingleton<SegmentList>();
        services.AddSingleton<SegmentAdvice>();
        services.AddSingleton<ProfileWriter>();
    }
}
