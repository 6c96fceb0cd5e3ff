using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>Rows and money of one currency; code 0 stands for none.</summary>
internal sealed class CurrencyTally(uint code)
{
    public uint Code => code;

    public string? Name => code == 0 ? null : string.Create(3, code, (text, value) =>
    {
        for (int i = 0; i < 3; i++)
            text[i] = (char)(byte)(value >> (8 * i));
    });

    public long Purchases { get; private set; }

    public long Refunds { get; private set; }

    public long Free { get; private set; }

    public Int128 PurchaseMoney { get; private set; }

    public Int128 RefundMoney { get; private set; }

    public void Add(in LineMoney worth)
    {
        switch (worth.Kind)
        {
            case TransactionKind.Purchase:
                Purchases++;
                PurchaseMoney += worth.Amount;
                break;
            case TransactionKind.Refund:
                Refunds++;
                RefundMoney += worth.Amount;
                break;
            default:
                Free++;
                break;
        }
    }

    public void Add(int purchases, int free, long money)
    {
        Purchases += purchases;
        Free += free;
        PurchaseMoney += money;
    }

    public void Add(CurrencyTally other)
    {
        Purchases += other.Purchases;
        Refunds += other.Refunds;
        Free += other.Free;
        PurchaseMoney += other.PurchaseMoney;
        RefundMoney += other.RefundMoney;
    }
}
