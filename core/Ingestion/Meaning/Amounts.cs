using System.Globalization;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>Rows and money in the words of reports.</summary>
internal static class Amounts
{
    /// <summary>"1 row of 12.50".</summary>
    public static string Of(long rows, Int128 tenThousandths) => $"{Rows(rows)} of {Money(tenThousandths)}";

    /// <summary>"3 rows".</summary>
    public static string Rows(long rows) => string.Create(CultureInfo.InvariantCulture, $"{rows:N0} {(rows == 1 ? "row" : "rows")}");

    /// <summary>"1,234.50".</summary>
    public static string Money(Int128 tenThousandths) => new Money(tenThousandths).ToDecimal().ToString("#,0.00##", CultureInfo.InvariantCulture);
}
