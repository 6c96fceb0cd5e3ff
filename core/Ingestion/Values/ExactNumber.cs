using System.Numerics;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>A decimal number without any rounding: <paramref name="Digits"/> × 10^(−<paramref name="Decimals"/>).</summary>
/// <param name="Digits">All digits as one whole number, signed; below 10^30 in size.</param>
/// <param name="Decimals">How many of them follow the decimal point, 0 to 30.</param>
public readonly record struct ExactNumber(Int128 Digits, int Decimals)
{
    /// <summary>Most digits a number may have; further decimals are folded into the last digit so that rounding stays right.</summary>
    public const int MaxDigits = 30;

    private const int MoneyDecimals = 4;
    private static readonly long[] LongPowers =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
        10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    /// <summary>By decimals, the largest digits that a row may hold: looked up, since a division costs as much as the rest together.</summary>
    private static readonly long[] MostDigits =
    [
        Money.MaxRowTenThousandths / 10_000, Money.MaxRowTenThousandths / 1_000, Money.MaxRowTenThousandths / 100, Money.MaxRowTenThousandths / 10, Money.MaxRowTenThousandths,
    ];

    /// <summary>−1, 0 or 1.</summary>
    public int Sign => Int128.Sign(Digits);

    /// <summary>Ten-thousandths, rounded half to even. False when the size is above <see cref="Money.MaxRowTenThousandths"/>.</summary>
    /// <param name="tenThousandths">The amount.</param>
    /// <param name="rounded">Whether digits other than zeros were lost.</param>
    public bool TryToMoney(out long tenThousandths, out bool rounded)
    {
        if (Digits != (long)Digits)
            return TryRound(Digits, Decimals, out tenThousandths, out rounded);
        return TryRound((long)Digits, Decimals, out tenThousandths, out rounded);
    }

    /// <summary>The product, computed exactly and then rounded like <see cref="TryToMoney"/>; false when it is too large.</summary>
    public static bool TryMultiply(in ExactNumber price, in ExactNumber quantity, out long tenThousandths, out bool rounded)
    {
        int decimals = price.Decimals + quantity.Decimals;
        if (Int128.Abs(price.Digits) <= int.MaxValue && Int128.Abs(quantity.Digits) <= int.MaxValue)
            return TryRound((long)price.Digits * (long)quantity.Digits, decimals, out tenThousandths, out rounded);
        return TryRound((BigInteger)price.Digits * (BigInteger)quantity.Digits, decimals, out tenThousandths, out rounded);
    }

    /// <summary>The number as it is; false where it has more than the 28 digits that <see cref="decimal"/> surely holds.</summary>
    public bool TryToDecimal(out decimal value)
    {
        value = 0;
        if (Decimals > 28 || Int128.Abs(Digits) >= LargestDecimal)
            return false;
        value = (decimal)Digits;
        for (int i = 0; i < Decimals; i++)
            value /= 10;
        return true;
    }

    private static Int128 LargestDecimal => (Int128)LongPowers[14] * LongPowers[14];

    private static bool TryRound(long digits, int decimals, out long tenThousandths, out bool rounded)
    {
        rounded = false;
        tenThousandths = 0;
        if (decimals <= MoneyDecimals)
        {
            if (digits > MostDigits[decimals] || digits < -MostDigits[decimals])
                return false;
            tenThousandths = digits * LongPowers[MoneyDecimals - decimals];
            return true;
        }
        if (decimals - MoneyDecimals >= LongPowers.Length - 1)
            return TryRound((BigInteger)digits, decimals, out tenThousandths, out rounded);
        long divisor = LongPowers[decimals - MoneyDecimals];
        (long whole, long rest) = Math.DivRem(digits, divisor);
        rounded = rest != 0;
        long twice = Math.Abs(rest) * 2;
        if (twice > divisor || (twice == divisor && !long.IsEvenInteger(whole)))
            whole += Math.Sign(digits);
        if (Math.Abs(whole) > Money.MaxRowTenThousandths)
            return false;
        tenThousandths = whole;
        return true;
    }

    private static bool TryRound(BigInteger digits, int decimals, out long tenThousandths, out bool rounded)
    {
        BigInteger whole = digits * BigInteger.Pow(10, Math.Max(0, MoneyDecimals - decimals));
        rounded = false;
        tenThousandths = 0;
        if (decimals > MoneyDecimals)
        {
            BigInteger divisor = BigInteger.Pow(10, decimals - MoneyDecimals);
            whole = BigInteger.DivRem(digits, divisor, out BigInteger rest);
            rounded = !rest.IsZero;
            BigInteger twice = BigInteger.Abs(rest) * 2;
            if (twice > divisor || (twice == divisor && !whole.IsEven))
                whole += digits.Sign;
        }
        if (BigInteger.Abs(whole) > Money.MaxRowTenThousandths)
            return false;
        tenThousandths = (long)whole;
        return true;
    }
}
