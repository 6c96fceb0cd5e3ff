using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>Answer of GET /batches.</summary>
public sealed record BatchesResponse(IReadOnlyList<BatchResponse> Batches);

/// <summary>Answer of GET /batches?state=missing.</summary>
public sealed record MissingResponse(IReadOnlyList<MissingFileResponse> Missing);

/// <summary>A dropped file that is not in the ledger as it should be.</summary>
/// <param name="Source">Folder of the drop zone; empty for a file beside the folders.</param>
/// <param name="File">Name within the folder.</param>
/// <param name="DroppedAt">When the file was dropped.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Due">Whether the next look at the drop zone takes it in.</param>
public sealed record MissingFileResponse(string Source, string File, DateTime DroppedAt, string Reason, bool Due)
{
    /// <summary>As the API tells it.</summary>
    public static MissingFileResponse Of(MissingDrop missing)
    {
        ArgumentNullException.ThrowIfNull(missing);
        return new MissingFileResponse(missing.Drop.Source, missing.Drop.File, missing.DroppedAt.UtcDateTime, missing.Reason, missing.IsDue);
    }
}

/// <summary>One batch: its report, and how it stands among the others now.</summary>
public sealed record BatchResponse
{
    /// <summary>Names this content under this name.</summary>
    public required string BatchId { get; init; }

    /// <summary>Folder of the drop zone.</summary>
    public required string Source { get; init; }

    /// <summary>Name within the folder.</summary>
    public required string File { get; init; }

    /// <summary>committed, duplicate, held, quarantined or failed.</summary>
    public required BatchStatus Status { get; init; }

    /// <summary>The batch whose content this one repeats.</summary>
    public required string? DuplicateOf { get; init; }

    /// <summary>When the file was dropped.</summary>
    public required DateTime DroppedAt { get; init; }

    /// <summary>Rows.</summary>
    public required RowCounts Rows { get; init; }

    /// <summary>Refused rows by code.</summary>
    public required IReadOnlyDictionary<string, long> RejectsByReason { get; init; }

    /// <summary>Rows that are neither business nor mistake, by reason.</summary>
    public required IReadOnlyDictionary<string, long> LeftOut { get; init; }

    /// <summary>Their money by reason.</summary>
    public required IReadOnlyDictionary<string, decimal> LeftOutMoney { get; init; }

    /// <summary>Money.</summary>
    public required MoneyTotals Money { get; init; }

    /// <summary>Accepted rows by kind.</summary>
    public required KindCounts Kinds { get; init; }

    /// <summary>Rows and money by currency.</summary>
    public required IReadOnlyList<CurrencyTotals> Currencies { get; init; }

    /// <summary>Refused rows that are listed; the others are counted only.</summary>
    public required long ListedRejects { get; init; }

    /// <summary>Refused rows whose money cannot be told.</summary>
    public required long RejectsWithoutMoney { get; init; }

    /// <summary>Amounts rounded to four decimals.</summary>
    public required long RoundedAmounts { get; init; }

    /// <summary>Distinct customers.</summary>
    public required long Customers { get; init; }

    /// <summary>Earliest accepted instant.</summary>
    public required DateTimeOffset? First { get; init; }

    /// <summary>Latest accepted instant.</summary>
    public required DateTimeOffset? Last { get; init; }

    /// <summary>How the file was understood.</summary>
    public required MappingReport? Mapping { get; init; }

    /// <summary>Why it was not.</summary>
    public required MappingFailure? Failure { get; init; }

    /// <summary>The report of the row, shortened where it is long, with the status that holds now.</summary>
    public static BatchResponse Of(BatchRow row, string? duplicateOf)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Of(row, duplicateOf, BatchReport.FromJson(row.Report));
    }

    /// <summary>A report with the status that holds now.</summary>
    public static BatchResponse Of(BatchRow row, string? duplicateOf, BatchReport report)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(report);
        return new BatchResponse
        {
            BatchId = row.BatchId,
            Source = row.Source,
            File = row.File,
            Status = row.Status,
            DuplicateOf = duplicateOf,
            DroppedAt = row.DroppedAt.UtcDateTime,
            Rows = report.Rows,
            RejectsByReason = report.RejectsByReason,
            LeftOut = report.LeftOut,
            LeftOutMoney = report.LeftOutMoney,
            Money = report.Money,
            Kinds = report.Kinds,
            Currencies = report.Currencies,
            ListedRejects = report.ListedRejects,
            RejectsWithoutMoney = report.RejectsWithoutMoney,
            RoundedAmounts = report.RoundedAmounts,
            Customers = report.Customers,
            First = report.First,
            Last = report.Last,
            Mapping = report.Mapping,
            Failure = report.Failure,
        };
    }
}
