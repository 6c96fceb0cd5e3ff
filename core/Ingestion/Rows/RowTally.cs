using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Ingestion.Meaning;
using ServerlessSeg.Core.Ingestion.Values;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>Counts and sums of the rows seen; tallies of several threads add up to the same total in any order.</summary>
internal sealed class RowTally
{
    private readonly long[] rejects = new long[RejectCodes.Count];
    private readonly List<CurrencyTally> currencies = [];
    private CurrencyTally? lastCurrency;

    private readonly long[] leftOut = new long[LeftOutReasons.Count];
    private readonly Int128[] leftOutMoney = new Int128[LeftOutReasons.Count];

    public long Accepted { get; private set; }

    public long LeftOut { get; private set; }

    /// <summary>Rows left out whose money cannot be read.</summary>
    public long LeftOutOfUnknownMoney { get; private set; }

    /// <summary>Rows read so far.</summary>
    public long Read => Accepted + Rejected + LeftOut;

    /// <summary>The words of status columns that did not simply count.</summary>
    public WordTallies Words { get; } = new();

    /// <summary>Rows that are refunds themselves.</summary>
    public long RefundRows { get; private set; }

    /// <summary>Rows of which something was given back, and what was: not negative.</summary>
    public long RefundedRows { get; private set; }

    public Int128 RefundedMoney { get; private set; }

    /// <summary>Rows whose status says that a part was given back, while nothing says how much; and their money.</summary>
    public long UntoldParts { get; private set; }

    public Int128 UntoldPartsMoney { get; private set; }

    /// <summary>Rows of which more was given back than they are worth.</summary>
    public long RefundsBeyond { get; private set; }

    public long Rejected { get; private set; }

    public Int128 RejectedMoney { get; private set; }

    public long RejectsOfUnknownMoney { get; private set; }

    public long RoundedAmounts { get; private set; }

    public long FirstMicros { get; private set; } = long.MaxValue;

    public long LastMicros { get; private set; } = long.MinValue;

    public IReadOnlyList<CurrencyTally> Currencies => currencies;

    /// <summary>Accepted rows of 1970-01-01, their money, and the earliest accepted instant beyond.</summary>
    public long EpochRows { get; private set; }

    public Int128 EpochMoney { get; private set; }

    public long FirstBeyondEpoch { get; private set; } = long.MaxValue;

    /// <summary>Accepted rows whose money stands in another row of their order, and the money that they repeat.</summary>
    public long ToldAgain { get; private set; }

    public Int128 ToldAgainMoney { get; private set; }

    /// <summary>Rows whose customer is no person, those of them that another column names, and the money of all.</summary>
    public long Guests { get; private set; }

    public long GuestsNamed { get; private set; }

    public Int128 GuestMoney { get; private set; }

    /// <summary>What stands for such a customer, the least of all that are nowhere named.</summary>
    public string? GuestId { get; private set; }

    /// <summary>Accepted rows whose customer another column names, and their money.</summary>
    public long FallenBack { get; private set; }

    public Int128 FallenBackMoney { get; private set; }

    public long RejectsOf(RejectCode code) => rejects[(int)code];

    public long LeftOutOf(LeftOutReason reason) => leftOut[(int)reason];

    public Int128 LeftOutMoneyOf(LeftOutReason reason) => leftOutMoney[(int)reason];

    public void Accept(long micros, in LineMoney worth, ReadOnlySpan<byte> currency)
    {
        Accepted++;
        FirstMicros = Math.Min(FirstMicros, micros);
        LastMicros = Math.Max(LastMicros, micros);
        RoundedAmounts += worth.Rounded ? 1 : 0;
        RefundRows += worth.Kind == TransactionKind.Refund ? 1 : 0;
        OfCurrency(currency).Add(worth);
    }

    /// <summary>Counts what was given back of a row that was accepted.</summary>
    public void GiveBack(long micros, in LineMoney refund, bool isBeyond, ReadOnlySpan<byte> currency)
    {
        FirstMicros = Math.Min(FirstMicros, micros);
        LastMicros = Math.Max(LastMicros, micros);
        RefundedRows++;
        RefundedMoney -= refund.Amount;
        RefundsBeyond += isBeyond ? 1 : 0;
        OfCurrency(currency).Add(refund);
    }

    /// <summary>Counts a row of which a part was given back that nothing tells.</summary>
    public void LeaveUntold(long amount)
    {
        UntoldParts++;
        UntoldPartsMoney += amount;
    }

    /// <summary>Counts a row whose money stands in another row of its order.</summary>
    public void TellAgain(long? amount)
    {
        ToldAgain++;
        ToldAgainMoney += amount ?? 0;
    }

    /// <summary>Counts a row of the day from which computers count, which stands for a date that was not known; or notes the first of the others.</summary>
    public void NoteEpoch(long micros, long amount)
    {
        if (micros >= CivilDate.MicrosPerDay)
        {
            FirstBeyondEpoch = Math.Min(FirstBeyondEpoch, micros);
            return;
        }
        EpochRows++;
        EpochMoney += amount;
    }

    /// <summary>Counts a row of somebody whom nobody knows.</summary>
    public void MeetGuest(ReadOnlySpan<byte> id, bool isNamed, long? amount)
    {
        Guests++;
        GuestsNamed += isNamed ? 1 : 0;
        GuestMoney += amount ?? 0;
        string text = System.Text.Encoding.UTF8.GetString(id);
        if (!isNamed && (GuestId is null || string.CompareOrdinal(text, GuestId) < 0))
            GuestId = text;
    }

    /// <summary>Counts a row whose customer another column names.</summary>
    public void FallBack(long amount)
    {
        FallenBack++;
        FallenBackMoney += amount;
    }

    public void LeaveOut(LeftOutReason reason, long? amount)
    {
        LeftOut++;
        leftOut[(int)reason]++;
        leftOutMoney[(int)reason] += amount ?? 0;
        LeftOutOfUnknownMoney += amount is null ? 1 : 0;
    }

    /// <summary>Counts rows none of which is rounded or a refund, and whose amounts together fit 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Accept(TransactionBatch rows)
    {
        Accepted += rows.Count;
        (long first, long last) = NumberRange.Of(rows.Micros.AsSpan(0, rows.Count));
        (FirstMicros, LastMicros) = (Math.Min(FirstMicros, first), Math.Max(LastMicros, last));
        FirstBeyondEpoch = Math.Min(FirstBeyondEpoch, first);
        ReadOnlySpan<long> amounts = rows.Amounts.AsSpan(0, rows.Count);
        ReadOnlySpan<uint> currencies = rows.Currencies.AsSpan(0, rows.Count);
        for (int start = 0; start < amounts.Length;)
        {
            int same = currencies[start..].IndexOfAnyExcept(currencies[start]);
            int end = same < 0 ? amounts.Length : start + same;
            long money = 0;
            foreach (long amount in amounts[start..end])
                money += amount;
            int free = rows.Kinds.AsSpan(start..end).Count(TransactionKind.Free);
            Of(currencies[start]).Add(end - start - free, free, money);
            start = end;
        }
    }

    public void Reject(RejectCode code, long? amount)
    {
        Rejected++;
        rejects[(int)code]++;
        RejectedMoney += amount ?? 0;
        RejectsOfUnknownMoney += amount is null ? 1 : 0;
    }

    public void Add(RowTally other)
    {
        Accepted += other.Accepted;
        Rejected += other.Rejected;
        RejectedMoney += other.RejectedMoney;
        RejectsOfUnknownMoney += other.RejectsOfUnknownMoney;
        RoundedAmounts += other.RoundedAmounts;
        LeftOut += other.LeftOut;
        LeftOutOfUnknownMoney += other.LeftOutOfUnknownMoney;
        RefundRows += other.RefundRows;
        RefundedRows += other.RefundedRows;
        RefundedMoney += other.RefundedMoney;
        UntoldParts += other.UntoldParts;
        UntoldPartsMoney += other.UntoldPartsMoney;
        RefundsBeyond += other.RefundsBeyond;
        Words.Add(other.Words);
        EpochRows += other.EpochRows;
        EpochMoney += other.EpochMoney;
        FirstBeyondEpoch = Math.Min(FirstBeyondEpoch, other.FirstBeyondEpoch);
        ToldAgain += other.ToldAgain;
        ToldAgainMoney += other.ToldAgainMoney;
        Guests += other.Guests;
        GuestsNamed += other.GuestsNamed;
        GuestMoney += other.GuestMoney;
        FallenBack += other.FallenBack;
        FallenBackMoney += other.FallenBackMoney;
        if (other.GuestId is { } guest && (GuestId is null || string.CompareOrdinal(guest, GuestId) < 0))
            GuestId = guest;
        for (int i = 0; i < leftOut.Length; i++)
        {
            leftOut[i] += other.leftOut[i];
            leftOutMoney[i] += other.leftOutMoney[i];
        }
        FirstMicros = Math.Min(FirstMicros, other.FirstMicros);
        LastMicros = Math.Max(LastMicros, other.LastMicros);
        for (int i = 0; i < rejects.Length; i++)
            rejects[i] += other.rejects[i];
        foreach (CurrencyTally theirs in other.currencies)
            Of(theirs.Code).Add(theirs);
    }

    private CurrencyTally OfCurrency(ReadOnlySpan<byte> currency)
    {
        uint code = CurrencyCodes.Packed(currency);
        return lastCurrency is { } last && last.Code == code ? last : lastCurrency = Of(code);
    }

    private CurrencyTally Of(uint code)
    {
        CurrencyTally? found = currencies.Find(tally => tally.Code == code);
        if (found is null)
            currencies.Add(found = new CurrencyTally(code));
        return found;
    }
}
