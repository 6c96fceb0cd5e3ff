using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>The currencies of ISO 4217 in use, and those that recent history still shows.</summary>
public static class CurrencyCodes
{
    private const string All =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP " +
        "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR " +
        "ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP " +
        "MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG " +
        "SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV " +
        "WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL DEM FRF ITL ESP NLG BEF ATS IEP PTE GRD FIM LUF LTL LVL EEK SKK SIT MTL CYP";

    // Those of the Unicode CLDR (version 48, its currency symbols and narrow symbols) that only one currency has in amounts, and the words that people write
    // for them. Signs of several currencies ($, ¥, 元, kr) are not among them.
    private const string Signs =
        "€ EUR £ GBP US$ USD R$ BRL RMB CNY zł PLN Kč CZK ₹ INR ₩ KRW ₽ RUB ₺ TRY " +
        "Fr. CHF ₪ ILS ₫ VND đ VND ฿ THB ₴ UAH NT$ TWD HK$ HKD CA$ CAD A$ AUD AU$ AUD NZ$ NZD S$ SGD MX$ MXN RD$ DOP Rp IDR Rp. IDR RM MYR Ft HUF S/ PEN S/. PEN ₡ CRC ₲ PYG ₦ NGN GH₵ GHS ₵ GHS KSh KES TSh TZS USh UGX ৳ BDT " +
        "₸ KZT ₾ GEL ₼ AZN ֏ AMD лв BGN лв. BGN руб RUB руб. RUB грн UAH грн. UAH zl PLN TL TRY Kc CZK ден MKD дин. RSD B/. PAB Dhs AED 人民币 CNY 美元 USD 欧元 EUR 英镑 GBP 日元 JPY 港币 HKD 港元 HKD";

    private const string SharedSigns = "$ USD C$ CAD ¥ CNY ￥ CNY 元 CNY 円 JPY kr SEK kr. SEK ₱ PHP Rs INR Rs. INR R ZAR lei RON Bs BOB Bs. BOB";

    /// <summary>All signs and names, also those of several currencies.</summary>
    internal static IEnumerable<string> AllSigns => $"{Signs} {SharedSigns}".Split(' ').Where(static (_, place) => place % 2 == 0);

    private static readonly bool[] Known = CreateKnown();
    private static readonly byte[][] SignsAndCodes = [.. Signs.Split(' ').Select(Encoding.UTF8.GetBytes)];
    private static readonly byte[][] SharedSignsAndCodes = [.. SharedSigns.Split(' ').Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whether the text is three letters, of either case, that name a currency.</summary>
    public static bool IsKnown(ReadOnlySpan<byte> code) => TryIndex(code, out int index) && Known[index];

    /// <summary>Writes the code in capitals, for a code of either case or a sign or name that only one currency has; false when it names none.</summary>
    public static bool TryNormalise(ReadOnlySpan<byte> code, Span<byte> capitals)
    {
        if (!IsKnown(code))
            return TryCodeOfSign(code, SignsAndCodes, capitals);
        for (int i = 0; i < 3; i++)
            capitals[i] = (byte)(code[i] & ~0x20);
        return true;
    }

    /// <summary>Three letters as one number, the first lowest; 0 for a text of another length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Packed(ReadOnlySpan<byte> code) => code.Length == 3 ? BinaryPrimitives.ReadUInt16LittleEndian(code) | ((uint)code[2] << 16) : 0;

    /// <summary>
    /// Also takes signs of several currencies for the commonest of them: enough to tell whether amounts are in one currency, and not to say in which.
    /// </summary>
    public static bool TryGuess(ReadOnlySpan<byte> sign, Span<byte> code) => !sign.IsEmpty && (TryNormalise(sign, code) || TryCodeOfSign(sign, SharedSignsAndCodes, code));

    private static bool TryCodeOfSign(ReadOnlySpan<byte> sign, byte[][] signsAndCodes, Span<byte> code)
    {
        for (int i = 0; i < signsAndCodes.Length; i += 2)
        {
            if (sign.SequenceEqual(signsAndCodes[i]) || Ascii.EqualsIgnoreCase(sign, signsAndCodes[i]))
            {
                signsAndCodes[i + 1].CopyTo(code);
                return true;
            }
        }
        return false;
    }

    private static bool TryIndex(ReadOnlySpan<byte> code, out int index)
    {
        index = 0;
        if (code.Length != 3)
            return false;
        foreach (byte symbol in code)
        {
            uint letter = (uint)((symbol | 0x20) - 'a');
            if (letter > 25 || symbol < (byte)'A')
                return false;
            index = index * 26 + (int)letter;
        }
        return true;
    }

    private static bool[] CreateKnown()
    {
        var known = new bool[26 * 26 * 26];
        foreach (string code in All.Split(' '))
        {
            if (TryIndex(Encoding.ASCII.GetBytes(code), out int index))
                known[index] = true;
        }
        return known;
    }
}
