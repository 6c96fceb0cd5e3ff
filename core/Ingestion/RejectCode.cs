namespace ServerlessSeg.Core.Ingestion;

/// <summary>Why a row is refused. The order of the members is the order in which rows are checked.</summary>
public enum RejectCode : byte
{
    /// <summary>A quoted field is not closed, or something other than a delimiter follows its closing quote.</summary>
    UnbalancedQuote,

    /// <summary>The row has more or fewer fields than the header.</summary>
    WrongFieldCount,

    /// <summary>The row names no customer.</summary>
    NoCustomer,

    /// <summary>A text is longer than the ledger takes.</summary>
    TooLong,

    /// <summary>A text is not valid in the file's encoding.</summary>
    BadEncoding,

    /// <summary>The date is missing or is not one.</summary>
    BadDate,

    /// <summary>The date lies before the configured floor.</summary>
    DateBeforeFloor,

    /// <summary>The date lies after the latest acceptable instant.</summary>
    DateInFuture,

    /// <summary>The amount is missing or is not a number.</summary>
    BadAmount,

    /// <summary>The quantity is missing or is not a number.</summary>
    BadQuantity,

    /// <summary>The unit price is missing or is not a number.</summary>
    BadPrice,

    /// <summary>The amount, whatever its sign, is larger than <see cref="Transactions.Money.MaxRowTenThousandths"/>.</summary>
    AmountOverflow,

    /// <summary>The amount, or the unit price or the quantity, is zero, and the mapping refuses free lines.</summary>
    ZeroPrice,

    /// <summary>The currency is no ISO 4217 code.</summary>
    UnknownCurrency,

    /// <summary>The line number is not a whole number from 0 to 2,147,483,647.</summary>
    BadLineNumber,

    /// <summary>A spreadsheet has rounded the id, so that several share it, and the mapping refuses such ids.</summary>
    RoundedId,
}

/// <summary>The stable names of the codes, and what they tell the person who reads the rejects file.</summary>
public static class RejectCodes
{
    /// <summary>How many codes there are.</summary>
    public const int Count = (int)RejectCode.RoundedId + 1;

    private static readonly string[] Names =
    [
        "unbalanced_quote", "wrong_field_count", "no_customer", "too_long", "bad_encoding", "bad_date", "date_before_floor",
        "date_in_future", "bad_amount", "bad_quantity", "bad_price", "amount_overflow", "zero_price", "unknown_currency", "bad_line_number", "rounded_id",
    ];

    private static readonly string[] Reasons =
    [
        "a quoted field is not closed properly",
        "the number of fields differs from the header's",
        "the row names no customer",
        "the text is longer than is kept",
        "the text is not valid in the file's encoding",
        "the date is missing or cannot be read",
        "the date lies before the earliest accepted date",
        "the date lies in the future",
        "the amount is missing or cannot be read",
        "the quantity is missing or cannot be read",
        "the unit price is missing or cannot be read",
        "the amount is larger than 100000000000 (a hundred billion)",
        "a price or amount or quantity is zero and the mapping refuses free lines",
        "the currency is neither an ISO 4217 code nor a sign of one currency alone",
        "the line number is not a whole number",
        "the id was rounded by a spreadsheet and several may share it",
    ];

    /// <summary>The snake_case name used in files and reports.</summary>
    public static string NameOf(RejectCode code) => Names[(int)code];

    /// <summary>A sentence for people.</summary>
    public static string ReasonOf(RejectCode code) => Reasons[(int)code];
}
