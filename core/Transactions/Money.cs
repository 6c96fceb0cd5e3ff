using System.Globalization;

namespace ServerlessSeg.Core.Transactions;

/// <summary>
/// An exact sum of money in ten-thousandths of a currency unit. Addition never rounds and cannot overflow
/// for fewer than 10^20 ledger rows. The currency is carried beside it, never inside.
/// </summary>
/// <param name="TenThousandths">The amount × 10,000.</param>
public readonly record struct Money(Int128 TenThousandths) : IComparable<Money>
{
    /// <summary>Ten-thousandths in one currency unit.</summary>
    public const long Scale = 10_000;

    /// <summary>The largest absolute amount one row may carry: a hundred billion units, so that a customer with fewer than 9,000 such rows still sums exactly in 64 bits.</summary>
    public const long MaxRowTenThousandths = 1_000_000_000_000_000;

    /// <summary>No money.</summary>
    public static Money Zero => default;

    /// <summary>The amount as a decimal number; exact below 7.9 × 10^24.</summary>
    /// <exception cref="OverflowException">The sum is beyond what <see cref="decimal"/> holds.</exception>
    public decimal ToDecimal() => (decimal)TenThousandths / Scale;

    /// <summary>The nearest binary number, for models only; never added up.</summary>
    public double ToDouble() => (double)TenThousandths / Scale;

    /// <summary>Exact conversion.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> has more than four decimal places.</exception>
    public static Money FromDecimal(decimal amount)
    {
        decimal scaled = amount * Scale;
        if (decimal.Truncate(scaled) != scaled)
            throw new ArgumentOutOfRangeException(nameof(amount), amount, "Money has at most four decimal places.");
        return new Money((Int128)scaled);
    }

    /// <inheritdoc />
    public int CompareTo(Money other) => TenThousandths.CompareTo(other.TenThousandths);

    /// <summary>Exact sum.</summary>
    public static Money operator +(Money left, Money right) => new(left.TenThousandths + right.TenThousandths);

    /// <summary>Exact difference.</summary>
    public static Money operator -(Money left, Money right) => new(left.TenThousandths - right.TenThousandths);

    /// <summary>The opposite amount.</summary>
    public static Money operator -(Money value) => new(-value.TenThousandths);

    /// <summary>Order by amount.</summary>
    public static bool operator <(Money left, Money right) => left.TenThousandths < right.TenThousandths;

    /// <summary>Order by amount.</summary>
    public static bool operator >(Money left, Money right) => left.TenThousandths > right.TenThousandths;

    /// <summary>Order by amount.</summary>
    public static bool operator <=(Money left, Money right) => left.TenThousandths <= right.TenThousandths;

    /// <summary>Order by amount.</summary>
    public static bool operator >=(Money left, Money right) => left.TenThousandths >= right.TenThousandths;

    /// <summary>Invariant text with two to four decimals.</summary>
    public override string ToString() => ToDecimal().ToString("0.00##", CultureInfo.InvariantCulture);
}
