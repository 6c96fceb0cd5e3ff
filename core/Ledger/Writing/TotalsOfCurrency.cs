using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Running sums of one currency.</summary>
internal sealed class TotalsOfCurrency
{
    private long _purchaseRows, _refundRows, _freeRows;
    private Int128 _purchases, _refunds, _free;

    public void Add(TransactionKind kind, long amount)
    {
        switch (kind)
        {
            case TransactionKind.Purchase:
                _purchaseRows++;
                _purchases += amount;
                break;
            case TransactionKind.Refund:
                _refundRows++;
                _refunds += amount;
                break;
            default:
                _freeRows++;
                _free += amount;
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<TransactionKind> kinds, ReadOnlySpan<long> amounts)
    {
        if (kinds.ContainsAnyExcept(TransactionKind.Purchase))
        {
            for (int row = 0; row < kinds.Length; row++)
                Add(kinds[row], amounts[row]);
            return;
        }
        Int128 sum = 0;
        foreach (long amount in amounts)
            sum += amount;
        _purchaseRows += amounts.Length;
        _purchases += sum;
    }

    public void Add(TotalsOfCurrency other)
    {
        _purchaseRows += other._purchaseRows;
        _refundRows += other._refundRows;
        _freeRows += other._freeRows;
        _purchases += other._purchases;
        _refunds += other._refunds;
        _free += other._free;
    }

    public LedgerTotals ToTotals(string? currency) => new(
        currency, _purchaseRows, new Money(_purchases), _refundRows, new Money(_refunds), _freeRows, new Money(_free));
}
