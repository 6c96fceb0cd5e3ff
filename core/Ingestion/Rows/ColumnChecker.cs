using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Meaning;
using ServerlessSeg.Core.Ingestion.Values;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>
/// Checks rows column by column, as far as nothing about them needs a decision: whatever is missing, marked, negative, rounded or wrong
/// makes its row an odd one, and so does what is only written unusually. Rows that pass go on together; the <see cref="RowChecker"/>
/// takes the others one by one, with the same result for every row that either could take.
/// </summary>
internal sealed class ColumnChecker
{
    /// <summary>".0", the first sign lowest.</summary>
    private const ushort FloatEnd = ('0' << 8) | '.';

    /// <summary>The least two bytes that do not end in a blank or a tab.</summary>
    private const ushort FirstOfSigns = (' ' + 1) << 8;

    private readonly InstantParser instants;
    private readonly ColumnMoney money;
    private readonly RefundMarkers markers;
    private readonly RowTally tally;
    private readonly RowJudge? judge;
    private readonly long earliestMicros, latestMicros;
    private readonly int longestCustomer, longestText, attributesLength;
    private readonly ulong[] unusualIds;
    private readonly Guests guests;
    private readonly int leastCustomer;
    private readonly bool foldsCase, hasScope;
    private uint knownCurrency;
    private IdEvidence customers, orders;

    /// <param name="mapping">Roles and conventions.</param>
    /// <param name="options">Limits.</param>
    /// <param name="earliestMicros">The earliest instant accepted.</param>
    /// <param name="latestMicros">The latest instant accepted.</param>
    /// <param name="instants">Reads dates that are not plain, and gathers what they say.</param>
    /// <param name="tally">Counts the rows that pass.</param>
    /// <param name="judge">Judges the state of rows; null where there is nothing to judge by.</param>
    public ColumnChecker(SchemaMapping mapping, IngestOptions options, long earliestMicros, long latestMicros, InstantParser instants, RowTally tally, RowJudge? judge)
    {
        (this.earliestMicros, this.latestMicros, this.instants, this.tally, this.judge) = (earliestMicros, latestMicros, instants, tally, judge);
        markers = new RefundMarkers(mapping);
        money = new ColumnMoney(mapping);
        // The day from which computers count is looked at one by one.
        this.earliestMicros = mapping.Given?.EarliestDate is null ? Math.Max(earliestMicros, CivilDate.MicrosPerDay) : earliestMicros;
        (longestCustomer, longestText) = (options.MaxCustomerIdBytes, options.MaxTextBytes);
        Identity identity = mapping.Identity;
        (guests, leastCustomer, foldsCase, hasScope) = (identity.Guests, identity.Width, identity.FoldsCase, identity.Scope is not null);
        unusualIds = UnusualLengths();
        attributesLength = longestText * mapping.AttributeColumns.Count;
    }

    /// <summary>What the rows that passed say about ids and numbers.</summary>
    public FileEvidence Evidence => new(money.Evidence, DateEvidence.None, customers, orders);

    /// <summary>Marks the odd rows.</summary>
    public void Mark(RowColumns rows)
    {
        if (rows.Count == 0)
            return;
        CheckIds(rows[ColumnRole.Customer]!, rows, longestCustomer, isNeeded: true);
        CheckIds(rows[ColumnRole.Order]!, rows, longestText, isNeeded: false);
        CheckIdentity(rows);
        CheckTexts(rows);
        CheckMarks(rows);
        CheckInstants(rows);
        money.Mark(rows);
        CheckCurrencies(rows);
        CheckLines(rows);
        judge?.Mark(rows);
        CheckRefunds(rows[ColumnRole.RefundedAmount], rows);
        CheckRefunds(rows[ColumnRole.AdjustedAmount], rows);
    }

    /// <summary>Gathers the rows that are not odd in the batch, and counts them.</summary>
    public void Gather(RowColumns rows)
    {
        TransactionBatch batch = rows.Batch;
        int odd = rows.Odd.AsSpan(0, rows.Count).IndexOf(true);
        int count = odd < 0 ? rows.Count : odd;
        for (int i = odd; odd >= 0 && i < rows.Count; i++)
        {
            if (!rows.Odd[i])
                batch.Move(i, count++);
        }
        batch.Count = count;
        if (count == 0)
            return;
        customers = IdEvidence.Other;
        orders |= batch.Orders.Lengths.AsSpan(0, count).ContainsAnyExcept(0) ? IdEvidence.Other : IdEvidence.None;
        tally.Accept(batch);
    }

    /// <summary>For each first byte, the lengths modulo 64 of ids that may be unusual: a bit each, so that hardly any other is looked at twice.</summary>
    private static ulong[] UnusualLengths()
    {
        var lengths = new ulong[256];
        for (int first = 0; first < lengths.Length; first++)
            lengths[first] = first is '=' or '\'' ? ulong.MaxValue : MissingValue.LengthsOf((byte)first);
        return lengths;
    }

    private void CheckIdentity(RowColumns rows)
    {
        if (hasScope)
            rows.Odd.AsSpan(0, rows.Count).Fill(true);
        TextColumn customers = rows[ColumnRole.Customer]!;
        for (int i = 0; (foldsCase || leastCustomer > 0) && i < rows.Count; i++)
            rows.Odd[i] |= customers.Lengths[i] < leastCustomer || (foldsCase && customers.Written(i).ContainsAnyInRange((byte)'A', (byte)'Z'));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CheckIds(TextColumn ids, RowColumns rows, int longest, bool isNeeded)
    {
        ulong[] unusual = unusualIds;
        Guests nobody = guests;
        ReadOnlySpan<byte> bytes = ids.Bytes;
        ReadOnlySpan<int> starts = ids.Starts.AsSpan(0, rows.Count), lengths = ids.Lengths.AsSpan(0, rows.Count);
        Span<bool> odd = rows.Odd.AsSpan(0, rows.Count);
        for (int i = 0; i < odd.Length && i < starts.Length && i < lengths.Length; i++)
        {
            int length = lengths[i], end = starts[i] + length;
            if (length < 2)
            {
                odd[i] |= length == 1 || isNeeded;
                continue;
            }
            ushort last = BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(end - 2, 2));
            odd[i] |= length > longest | last == FloatEnd | last < FirstOfSigns | bytes[Math.Max(end - 3, 0)] == (byte)'+';
            byte first = bytes[starts[i]];
            if (((unusual[first] >> length) & 1) != 0)
                odd[i] |= IdText.IsUnusual(bytes.Slice(starts[i], length));
            if (isNeeded && nobody.MayBe(first, bytes[starts[i] + 1], length))
                odd[i] |= nobody.Contains(bytes.Slice(starts[i], length));
        }
    }

    private void CheckMarks(RowColumns rows)
    {
        TextColumn? kinds = rows[ColumnRole.Kind];
        if (kinds is null && !markers.LookAtOrders)
            return;
        TextColumn orders = rows[ColumnRole.Order]!;
        for (int i = 0; i < rows.Count; i++)
            rows.Odd[i] |= markers.Mark(kinds is null ? default : kinds.Written(i), orders.Written(i));
    }

    private void CheckInstants(RowColumns rows)
    {
        Span<long> micros = rows.Batch.Micros.AsSpan(0, rows.Count);
        Span<bool> odd = rows.Odd.AsSpan(0, rows.Count);
        if (!rows.HasInstants)
            ReadInstants(rows[ColumnRole.Date], micros, odd);
        (long first, long last) = NumberRange.Of(micros);
        if (first >= earliestMicros && last <= latestMicros)
            return;
        for (int i = 0; i < odd.Length; i++)
            odd[i] |= micros[i] < earliestMicros || micros[i] > latestMicros;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadInstants(TextColumn? dates, Span<long> micros, Span<bool> odd)
    {
        if (dates is null)
        {
            odd.Fill(true);
            return;
        }
        ReadOnlySpan<byte> bytes = dates.Bytes;
        ReadOnlySpan<int> starts = dates.Starts.AsSpan(0, odd.Length), lengths = dates.Lengths.AsSpan(0, odd.Length);
        for (int i = 0; i < odd.Length && i < starts.Length && i < lengths.Length && i < micros.Length; i++)
        {
            if (odd[i])
                continue;
            ReadOnlySpan<byte> text = bytes.Slice(starts[i], lengths[i]);
            odd[i] = !(instants.TryParsePlain(text, out long instant) || instants.TryParse(text, out instant));
            micros[i] = instant;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CheckCurrencies(RowColumns rows)
    {
        TextColumn codes = rows[ColumnRole.Currency]!;
        ReadOnlySpan<byte> bytes = codes.Bytes;
        ReadOnlySpan<int> starts = codes.Starts.AsSpan(0, rows.Count), lengths = codes.Lengths.AsSpan(0, rows.Count);
        Span<uint> currencies = rows.Batch.Currencies.AsSpan(0, rows.Count);
        uint constant = CurrencyCodes.Packed(codes.Constant);
        for (int i = 0; i < currencies.Length && i < starts.Length && i < lengths.Length; i++)
        {
            ReadOnlySpan<byte> text = bytes.Slice(starts[i], lengths[i]);
            uint code = text.IsEmpty ? constant : CurrencyCodes.Packed(text);
            currencies[i] = code;
            if (text.IsEmpty || (code == knownCurrency && code != 0))
                continue;
            bool isKnown = CurrencyCodes.IsKnown(text) && !text.ContainsAnyInRange((byte)'a', (byte)'z');
            rows.Odd[i] |= !isKnown;
            knownCurrency = isKnown ? code : knownCurrency;
        }
    }

    private void CheckTexts(RowColumns rows)
    {
        ReadOnlySpan<TextColumn> texts = rows.Batch.Texts;
        foreach (TextColumn column in texts[1..LedgerLayout.FixedTexts])
        {
            ReadOnlySpan<int> lengths = column.Lengths.AsSpan(0, rows.Count);
            if (!lengths.ContainsAnyExceptInRange(0, longestText))
                continue;
            for (int i = 0; i < rows.Count; i++)
                rows.Odd[i] |= lengths[i] > longestText;
        }
        for (int i = 0; rows.Attributes.Length > 0 && i < rows.Count; i++)
        {
            int length = rows.Attributes.Length - 1;
            foreach (TextColumn attribute in rows.Attributes)
                length += attribute.Lengths[i];
            rows.Odd[i] |= length > attributesLength;
        }
    }

    // Mostly nothing was given back.
    private static void CheckRefunds(TextColumn? refunds, RowColumns rows)
    {
        for (int i = 0; refunds is not null && i < rows.Count; i++)
            rows.Odd[i] |= refunds.Written(i).ContainsAnyExcept((byte)'0', (byte)'.', (byte)',');
    }

    private static void CheckLines(RowColumns rows)
    {
        const int MostDigits = 9;
        int[] numbers = rows.Batch.Lines;
        if (rows[ColumnRole.Line] is not { } lines)
        {
            numbers.AsSpan(0, rows.Count).Fill(-1);
            return;
        }
        for (int i = 0; i < rows.Count; i++)
        {
            ReadOnlySpan<byte> text = lines.Written(i);
            int number = text.IsEmpty ? -1 : 0;
            rows.Odd[i] |= text.Length > MostDigits || text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
            foreach (byte digit in text)
                number = (number * 10) + (digit - '0');
            numbers[i] = number;
        }
    }
}
