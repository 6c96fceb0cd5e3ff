using System.Globalization;
using System.Numerics;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion.Parquet;

/// <summary>
/// Turns numbers of other scales into ten-thousandths, halves to even. Binary numbers are rounded from the shortest decimal text
/// that reads back as the same number: 0.00005 stored as a double is a half, although the double is a little more.
/// </summary>
internal static class ParquetMoney
{
    private const int Places = 4;

    /// <summary>By what the whole numbers of a column are multiplied to give ten-thousandths; 0 where that is not all there is to it.</summary>
    public static long FactorOf(ParquetInputColumn column)
    {
        bool isWhole = column is { Storage: ParquetStorage.Int32 or ParquetStorage.Int64, Kind: ParquetColumnKind.Integer or ParquetColumnKind.Decimal };
        bool fits = !column.IsUnsigned || column.Storage == ParquetStorage.Int32;
        return !isWhole || !fits || column.Scale > Places ? 0 : column.Scale switch { 0 => 10_000, 1 => 1_000, 2 => 100, 3 => 10, _ => 1 };
    }

    /// <summary>An integer that counts units of 10^-<paramref name="scale"/>; false beyond DECIMAL(18,4).</summary>
    public static bool TryOfScaled(Int128 unscaled, int scale, out long tenThousandths)
    {
        tenThousandths = 0;
        for (; scale < Places; scale++)
        {
            if (!IsWithinRow(unscaled))
                return false;
            unscaled *= 10;
        }
        Int128 divisor = 1;
        for (; scale > Places; scale--)
        {
            if (divisor > Int128.MaxValue / 10)
                return true;
            divisor *= 10;
        }
        (Int128 quotient, Int128 rest) = Int128.DivRem(unscaled, divisor);
        Int128 missing = divisor - Int128.Abs(rest);
        if (missing < Int128.Abs(rest) || (missing == Int128.Abs(rest) && !Int128.IsEvenInteger(quotient)))
            quotient += Int128.Sign(unscaled);
        if (!IsWithinRow(quotient))
            return false;
        tenThousandths = (long)quotient;
        return true;
    }

    /// <summary>A big-endian two's complement integer of units of 10^-<paramref name="scale"/>; false beyond DECIMAL(18,4).</summary>
    public static bool TryOfBytes(ReadOnlySpan<byte> bigEndian, int scale, out long tenThousandths)
    {
        if (bigEndian.Length <= 16)
            return TryOfScaled(Int128Of(bigEndian), scale, out tenThousandths);
        var value = new BigInteger(bigEndian, isUnsigned: false, isBigEndian: true);
        tenThousandths = 0;
        if (value >= (BigInteger)Int128.MinValue && value <= (BigInteger)Int128.MaxValue)
            return TryOfScaled((Int128)value, scale, out tenThousandths);
        if (scale <= Places)
            return false;
        // Digits far behind the point matter only to say on which side of a half the rest is; one digit more keeps that.
        int dropped = scale - Places - 1;
        BigInteger shortened = BigInteger.DivRem(value, BigInteger.Pow(10, dropped), out BigInteger rest);
        shortened = (shortened * 10) + (rest.IsZero ? 0 : value.Sign);
        return shortened >= (BigInteger)Int128.MinValue && shortened <= (BigInteger)Int128.MaxValue
            && TryOfScaled((Int128)shortened, Places + 2, out tenThousandths);
    }

    /// <summary>A binary number; false where it is not finite or beyond DECIMAL(18,4).</summary>
    public static bool TryOfDouble(double value, out long tenThousandths)
    {
        Span<byte> text = stackalloc byte[32];
        tenThousandths = 0;
        return double.IsFinite(value)
            && value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture)
            && TryOfText(text[..length], out tenThousandths);
    }

    /// <summary>A binary number of single precision; false where it is not finite or beyond DECIMAL(18,4).</summary>
    public static bool TryOfSingle(float value, out long tenThousandths)
    {
        Span<byte> text = stackalloc byte[32];
        tenThousandths = 0;
        return float.IsFinite(value)
            && value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture)
            && TryOfText(text[..length], out tenThousandths);
    }

    /// <summary>The exact value of up to 16 bytes of two's complement, most significant first.</summary>
    public static Int128 Int128Of(ReadOnlySpan<byte> bigEndian)
    {
        Int128 value = bigEndian.Length > 0 && (sbyte)bigEndian[0] < 0 ? -1 : 0;
        foreach (byte next in bigEndian)
            value = (value << 8) | next;
        return value;
    }

    private static bool IsWithinRow(Int128 value) => value >= -Money.MaxRowTenThousandths && value <= Money.MaxRowTenThousandths;

    // Digits with at most one point and one exponent, as the runtime writes them; at most 17 digits are significant.
    private static bool TryOfText(ReadOnlySpan<byte> text, out long tenThousandths)
    {
        int exponentAt = text.IndexOf((byte)'E');
        int exponent = exponentAt < 0 ? 0 : int.Parse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        ReadOnlySpan<byte> digits = exponentAt < 0 ? text : text[..exponentAt];
        Int128 unscaled = 0;
        int scale = 0;
        bool isBehindPoint = false;
        foreach (byte c in digits)
        {
            if (c is (byte)'.')
                isBehindPoint = true;
            if (c is < (byte)'0' or > (byte)'9')
                continue;
            unscaled = (unscaled * 10) + (c - '0');
            scale += isBehindPoint ? 1 : 0;
        }
        return TryOfScaled(digits[0] == '-' ? -unscaled : unscaled, scale - exponent, out tenThousandths);
    }
}
