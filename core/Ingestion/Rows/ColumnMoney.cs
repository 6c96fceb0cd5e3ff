using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Ingestion.Values;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>
/// Works out the money of rows by column, as <see cref="MoneyRule"/> does for one, where it is written plainly and neither negative nor marked; other
/// rows become odd ones.
/// </summary>
internal sealed class ColumnMoney(SchemaMapping mapping)
{
    private const long TenThousandthsInHundredth = 100;
    private readonly bool hasConstantAmount = mapping.ConstantOf(ColumnRole.Amount) is not null;
    private readonly bool hasAccounts = mapping.ColumnOf(ColumnRole.Debit) >= 0 || mapping.ColumnOf(ColumnRole.Credit) >= 0;
    private readonly bool refusesZero = mapping.RefusesFreeLines;
    private readonly byte separator = mapping.Conventions.DecimalStyle == DecimalStyle.Comma ? (byte)',' : (byte)'.';

    /// <summary>What the numbers so far say about their style.</summary>
    public NumberEvidence Evidence { get; private set; }

    /// <summary>Fills in amounts and kinds, and marks the odd rows.</summary>
    public void Mark(RowColumns rows)
    {
        if (hasAccounts)
            rows.Odd.AsSpan(0, rows.Count).Fill(true);
        else if (rows.HasAmounts)
            CheckSizes(rows);
        else if (rows[ColumnRole.Amount] is not null)
            CheckAmounts(rows);
        else
            CheckPrices(rows);
        if (refusesZero)
            CheckZeros(rows);
    }

    private static void CheckZeros(RowColumns rows)
    {
        for (int i = 0; i < rows.Count; i++)
            rows.Odd[i] |= rows.Batch.Amounts[i] == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CheckSizes(RowColumns rows)
    {
        for (int i = 0; i < rows.Count; i++)
            rows.Odd[i] |= (ulong)rows.Batch.Amounts[i] > Money.MaxRowTenThousandths;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CheckAmounts(RowColumns rows)
    {
        TextColumn texts = rows[ColumnRole.Amount]!;
        ReadOnlySpan<byte> bytes = texts.Bytes;
        ReadOnlySpan<int> starts = texts.Starts.AsSpan(0, rows.Count), lengths = texts.Lengths.AsSpan(0, rows.Count);
        Span<long> amounts = rows.Batch.Amounts.AsSpan(0, rows.Count);
        Span<bool> odd = rows.Odd.AsSpan(0, rows.Count);
        bool anyDecimals = false;
        for (int i = 0; i < odd.Length && i < starts.Length && i < lengths.Length && i < amounts.Length; i++)
        {
            bool isPlain = PlainAmount.TryRead(bytes, starts[i] + lengths[i], lengths[i], separator, out long hundredths, out bool hasDecimals);
            amounts[i] = hundredths * TenThousandthsInHundredth;
            odd[i] |= !isPlain | hasConstantAmount;
            anyDecimals |= hasDecimals & !odd[i];
        }
        rows.Batch.Kinds.AsSpan(0, rows.Count).Clear();
        NoteDecimals(anyDecimals);
        if (rows[ColumnRole.Quantity] is { } quantities)
            CheckSigns(quantities, odd);
    }

    // Beside an amount only the sign of a quantity matters, and what begins and ends with a digit has none.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CheckSigns(TextColumn quantities, Span<bool> odd)
    {
        ReadOnlySpan<byte> bytes = quantities.Bytes;
        for (int i = 0; i < odd.Length; i++)
        {
            ReadOnlySpan<byte> text = bytes.Slice(quantities.Starts[i], quantities.Lengths[i]);
            odd[i] |= text.IsEmpty || (uint)(text[0] - '0') > 9 || (uint)(text[^1] - '0') > 9;
        }
    }

    private void CheckPrices(RowColumns rows)
    {
        TextColumn? prices = rows[ColumnRole.Price], quantities = rows[ColumnRole.Quantity];
        bool anyDecimals = false;
        for (int i = 0; i < rows.Count; i++)
        {
            long price = 0, quantity = TenThousandthsInHundredth;
            bool hasDecimals = false, isPart = false;
            bool isPlain = prices is not null && !hasConstantAmount
                && PlainAmount.TryRead(prices.Bytes, prices.Starts[i] + prices.Lengths[i], prices.Lengths[i], separator, out price, out hasDecimals)
                && (quantities is null || PlainAmount.TryRead(quantities.Bytes, quantities.Starts[i] + quantities.Lengths[i], quantities.Lengths[i], separator, out quantity, out isPart));
            // Both are hundredths, so the product is ten-thousandths.
            long product = price * quantity;
            rows.Odd[i] |= !isPlain || (price | quantity) > int.MaxValue || product > Money.MaxRowTenThousandths;
            rows.Batch.Amounts[i] = product;
            rows.Batch.Kinds[i] = product == 0 ? TransactionKind.Free : TransactionKind.Purchase;
            anyDecimals |= (hasDecimals || isPart) && !rows.Odd[i];
        }
        NoteDecimals(anyDecimals);
    }

    private void NoteDecimals(bool any)
    {
        if (any)
            Evidence |= separator == (byte)',' ? NumberEvidence.Comma : NumberEvidence.Point;
    }
}
