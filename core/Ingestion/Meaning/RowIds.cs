using System.Buffers.Text;
using System.Text;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>Finds the ids of a row by the <see cref="Identity"/> rules of a mapping. Texts are good until the next row; one instance serves one thread.</summary>
internal sealed class RowIds(SchemaMapping mapping, TimeZoneInfo zone)
{
    private const int DayLength = 10;
    private readonly Identity identity = mapping.Identity;
    private readonly int[] fallbacks = [.. mapping.Identity.Fallbacks.Select(mapping.ExtraOf)];
    private readonly int[] scopes = [.. (mapping.Identity.Scope?.Columns ?? []).Select(mapping.ExtraOf)];
    private byte[] customerText = new byte[64];
    private byte[] orderText = new byte[64];

    /// <summary>Whether order ids hold within a day or the like only.</summary>
    public bool HasScope => identity.Scope is not null;

    /// <summary>Whether an id names nobody.</summary>
    public bool IsNobody(ReadOnlySpan<byte> customer) => MissingValue.Is(customer) || identity.Guests.Contains(customer);

    /// <summary>The customer of a row, who may be named by another column; one that is nobody where none names a person.</summary>
    public ReadOnlySpan<byte> CustomerOf<TRow>(scoped ref TRow row, out bool isGuest, out bool isFallback)
        where TRow : struct, IRowCells, allows ref struct
    {
        ReadOnlySpan<byte> customer = IdText.Bare(row.Text(ColumnRole.Customer));
        isGuest = isFallback = false;
        if (IsNobody(customer))
        {
            isGuest = !MissingValue.Is(customer);
            foreach (int extra in fallbacks)
            {
                ReadOnlySpan<byte> other = IdText.Bare(row.Extra(extra));
                if (IsNobody(other))
                    continue;
                isFallback = true;
                return IdText.IsEmail(other) ? Lowered(other) : other;
            }
            return customer;
        }
        if (identity.FoldsCase && customer.ContainsAnyInRange((byte)'A', (byte)'Z') && IdText.IsEmail(customer))
            return Lowered(customer);
        return identity.Width > customer.Length && !customer.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? Filled(customer) : customer;
    }

    /// <summary>The id of an order within what it holds.</summary>
    public ReadOnlySpan<byte> OrderOf<TRow>(scoped ref TRow row, ReadOnlySpan<byte> order, ReadOnlySpan<byte> customer, long micros)
        where TRow : struct, IRowCells, allows ref struct
    {
        if (identity.Scope is not { } scope || order.IsEmpty)
            return order;
        int length = Append(order, 0);
        if (scope.OfDay)
        {
            length = Append("@"u8, length);
            length = AppendDay(micros, length);
        }
        foreach (int extra in scopes)
        {
            length = Append("@"u8, length);
            length = Append(IdText.Bare(row.Extra(extra)), length);
        }
        if (scope.OfCustomer)
        {
            length = Append("@"u8, length);
            length = Append(customer, length);
        }
        return orderText.AsSpan(0, length);
    }

    private int AppendDay(long micros, int length)
    {
        DateTimeOffset instant = DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
        DateTime day = instant.UtcDateTime + zone.GetUtcOffset(instant);
        Span<byte> text = stackalloc byte[DayLength];
        _ = Utf8Formatter.TryFormat(day.Year, text, out _, new System.Buffers.StandardFormat('D', 4));
        text[4] = text[7] = (byte)'-';
        _ = Utf8Formatter.TryFormat(day.Month, text[5..], out _, new System.Buffers.StandardFormat('D', 2));
        _ = Utf8Formatter.TryFormat(day.Day, text[8..], out _, new System.Buffers.StandardFormat('D', 2));
        return Append(text, length);
    }

    private int Append(ReadOnlySpan<byte> text, int length)
    {
        if (orderText.Length < length + text.Length)
            Array.Resize(ref orderText, (length + text.Length) * 2);
        text.CopyTo(orderText.AsSpan(length));
        return length + text.Length;
    }

    private Span<byte> Filled(ReadOnlySpan<byte> customer)
    {
        EnsureCustomer(identity.Width);
        customerText.AsSpan(0, identity.Width).Fill((byte)'0');
        customer.CopyTo(customerText.AsSpan(identity.Width - customer.Length));
        return customerText.AsSpan(0, identity.Width);
    }

    // Letters beyond ASCII are hardly met in addresses, and change their length with their case.
    private Span<byte> Lowered(ReadOnlySpan<byte> customer)
    {
        EnsureCustomer(customer.Length);
        _ = Ascii.ToLower(customer, customerText, out int written);
        if (written == customer.Length)
            return customerText.AsSpan(0, written);
        customer.CopyTo(customerText);
        foreach (ref byte letter in customerText.AsSpan(0, customer.Length))
            letter = letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter;
        return customerText.AsSpan(0, customer.Length);
    }

    private void EnsureCustomer(int length)
    {
        if (customerText.Length < length)
            customerText = new byte[length * 2];
    }
}
