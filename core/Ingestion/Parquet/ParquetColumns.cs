using ServerlessSeg.Core.Ingestion.Rows;
using ServerlessSeg.Core.Ingestion.Values;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion.Parquet;

/// <summary>Hands over the rows of a row group by column. Texts stay in the memory of their chunks; other values become texts only where a text is wanted.</summary>
internal sealed class ParquetColumns
{
    private readonly long[] pieces = new long[TransactionBatch.Capacity];
    private readonly ZoneOffsets zone;
    private readonly bool hasConstantAmount;

    public ParquetColumns(SchemaMapping mapping, ZoneOffsets zone)
    {
        this.zone = zone;
        hasConstantAmount = mapping.ConstantOf(ColumnRole.Amount) is not null;
        Rows = new RowColumns(mapping);
    }

    /// <summary>The rows handed over last.</summary>
    public RowColumns Rows { get; }

    /// <summary>Hands over rows of a row group, as many as <see cref="RowColumns.Count"/> says.</summary>
    /// <param name="byRole">The chunks by role.</param>
    /// <param name="attributes">The chunks of the attributes.</param>
    /// <param name="extras">The chunks of the columns by which rows are judged.</param>
    /// <param name="first">The first row.</param>
    public void Fill(ParquetColumnChunk?[] byRole, IReadOnlyList<ParquetColumnChunk> attributes, IReadOnlyList<ParquetColumnChunk> extras, int first)
    {
        Rows.Odd.AsSpan(0, Rows.Count).Clear();
        FillInstants(byRole[(int)ColumnRole.Date], first);
        FillAmounts(byRole, first);
        for (ColumnRole role = 0; role < ColumnRole.Attribute; role++)
        {
            bool isFilled = role is ColumnRole.Date ? Rows.HasInstants : role is ColumnRole.Amount or ColumnRole.Price or ColumnRole.Quantity;
            if (!isFilled && byRole[(int)role] is { } chunk && Rows[role] is { } texts)
                FillTexts(texts, chunk, first);
        }
        for (int i = 0; i < extras.Count; i++)
            FillTexts(Rows.Extras[i], extras[i], first);
        for (int i = 0; i < attributes.Count; i++)
        {
            FillTexts(Rows.Attributes[i], attributes[i], first);
            for (int row = 0; row < Rows.Count; row++)
                Rows.Odd[row] |= Rows.Attributes[i][row].Contains(AttributeText.Separator);
        }
    }

    private void FillInstants(ParquetColumnChunk? chunk, int first)
    {
        Rows.HasInstants = chunk is { Column.Kind: ParquetColumnKind.Timestamp or ParquetColumnKind.Date };
        if (!Rows.HasInstants)
            return;
        Span<long> micros = Rows.Batch.Micros.AsSpan(0, Rows.Count);
        bool isPlain = chunk!.TryMicros(first, micros);
        for (int i = 0; !isPlain && i < micros.Length; i++)
            Rows.Odd[i] |= !chunk.TryMicros(first + i, out micros[i]);
        if (chunk.Column.IsUtc || zone.IsUtc)
            return;
        foreach (ref long instant in micros)
            instant = zone.ToUtc(instant);
    }

    private void FillAmounts(ParquetColumnChunk?[] byRole, int first)
    {
        ParquetColumnChunk? amounts = byRole[(int)ColumnRole.Amount], prices = byRole[(int)ColumnRole.Price], quantities = byRole[(int)ColumnRole.Quantity];
        Rows.HasAmounts = !hasConstantAmount && (amounts ?? prices) is not null;
        if (!Rows.HasAmounts)
            return;
        Span<long> money = Rows.Batch.Amounts.AsSpan(0, Rows.Count), pieces = this.pieces.AsSpan(0, Rows.Count);
        FillExact((amounts ?? prices)!, first, money);
        if (quantities is not null)
            FillExact(quantities, first, pieces);
        else
            pieces.Fill(Money.Scale);
        Span<TransactionKind> kinds = Rows.Batch.Kinds.AsSpan(0, Rows.Count);
        kinds.Clear();
        if (amounts is not null)
        {
            for (int i = 0; quantities is not null && i < pieces.Length; i++)
                Rows.Odd[i] |= pieces[i] < 0;
            return;
        }
        for (int i = 0; i < money.Length; i++)
        {
            long product = money[i] * pieces[i];
            Rows.Odd[i] |= (money[i] | pieces[i]) is < 0 or > int.MaxValue || product % Money.Scale != 0;
            money[i] = product / Money.Scale;
            kinds[i] = product == 0 ? TransactionKind.Free : TransactionKind.Purchase;
        }
    }

    private void FillExact(ParquetColumnChunk chunk, int first, Span<long> tenThousandths)
    {
        if (chunk.TryMoney(first, tenThousandths))
            return;
        for (int i = 0; i < tenThousandths.Length; i++)
            Rows.Odd[i] |= !chunk.TryExact(first + i, out tenThousandths[i]);
    }

    private void FillTexts(TextColumn texts, ParquetColumnChunk chunk, int first)
    {
        Span<int> starts = texts.Starts.AsSpan(0, Rows.Count), lengths = texts.Lengths.AsSpan(0, Rows.Count);
        if (chunk.Column.IsText)
        {
            texts.Bytes = chunk.Memory;
            chunk.Starts.Slice(first, starts.Length).CopyTo(starts);
            chunk.Lengths.Slice(first, lengths.Length).CopyTo(lengths);
            return;
        }
        byte[] written = texts.Own;
        int used = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            ReadOnlySpan<byte> text = chunk.Text(first + i);
            if (written.Length < used + text.Length)
                Array.Resize(ref written, (used + text.Length) * 2);
            text.CopyTo(written.AsSpan(used));
            (starts[i], lengths[i]) = (used, text.Length);
            used += text.Length;
        }
        texts.Bytes = texts.Own = written;
    }
}
