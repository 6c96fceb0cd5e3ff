using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>Answer of GET /batches.</summary>
public sealed record BatchesResponse(IReadOnlyList<BatchResponse> Batches);

/// <summary>One batch: its report, and how it stands among the others now.</summary>
public sealed record BatchResponse
{
    /// <summary>Names this content under this name.</summary>
    public required string BatchId { get; init; }

    /// <summary>Folder of the drop zone.</summary>
    public required string Source { get; init; }

    /// <summary>Name within the folder.</summary>
    public required string File { get; init; }

    /// <summary>committed, duplicate, held or quarantined.</summary>
    public required BatchStatus Status { get; init; }

    /// <summary>The batch whose content this one repeats.</summary>
    public required string? DuplicateOf { get; init; }

    /// <summary>When the file was dropped.</summary>
    public required DateTime DroppedAt { get; init; }

    /// <summary>Rows.</summary>
    public required RowCounts Rows { get; init; }

    /// <summary>Refused rows by code.</summary>
    public required IReadOnlyDictionary<string, long> RejectsByReason { get; init; }

    /// <summary>Money.</summary>
    public required MoneyTotals Money { get; init; }

    /// <summary>Accepted rows by kind.</summary>
    public required KindCounts Kinds { get; init; }

    /// <summary>Rows and money by currency.</summary>
    public required IReadOnlyList<CurrencyTotals> Currencies { get; init; }

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

    /// <summary>The stored report with the status that holds now.</summary>
    public static BatchResponse Of(BatchRow row, string? duplicateOf)
    {
        ArgumentNullException.ThrowIfNull(row);
        BatchReport report = BatchReport.FromJson(row.Report);
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
            Money = report.Money,
            Kinds = report.Kinds,
            Currencies = report.Currencies,
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
