using System.Runtime.CompilerServices;
using System.Text;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>Ids that are no person: what tills and shops write where they do not know the customer. Case, hyphens and underscores do not matter.</summary>
internal sealed class Guests
{
    private const string Usual =
        "guest|guests|guest user|guest customer|guest checkout|guest buyer|gast|gastbestellung|invité|invitado|ospite|convidado|walk-in|walkin|walk-in customer|walk in client|cash|cash customer|cash sale|cash sales|counter sale|" +
        "counter sales|counter|anonymous|anonym|anonymous customer|anonyme|anonimo|anónimo|unknown|unknown customer|unbekannt|inconnu|desconocido|no customer|no name|not logged in|none|nil|blank|unassigned|unregistered|non-member|" +
        "default customer|consumidor final|publico en general|público en general|cliente generico|cliente genérico|cliente varios|clientes varios|cliente occasionale|client divers|client comptoir|client de passage|laufkundschaft|" +
        "barverkauf|diverse|-|--|---|?|.|-1|散客|游客|匿名|匿名用户|匿名用戶|访客|訪客|非会员|非會員|普通顾客|ゲスト|非会員|비회원|гость|розничный покупатель|частное лицо|неизвестно";

    private const int MostBeginnings = 4096;

    private static readonly string[] UsualIds = [.. Usual.Split('|')];

    private readonly HashSet<string> ids;
    // By the first two bytes, the lengths of ids that begin so: a bit each, modulo 64.
    private readonly ulong[] lengths = new ulong[256];
    private readonly bool[] beginnings = new bool[MostBeginnings];

    private Guests(IEnumerable<string> ids)
    {
        this.ids = new HashSet<string>(ids.Select(Normalise), StringComparer.Ordinal);
        foreach (string id in this.ids)
        {
            // In both cases of its first letter; of letters beyond ASCII the lead byte is mostly the same, and the others are noted as they are.
            foreach (string form in (string[])[id, id.ToUpperInvariant()])
            {
                byte[] bytes = Encoding.UTF8.GetBytes(form);
                if (bytes.Length == 0)
                    continue;
                lengths[PlaceOf(bytes[0], bytes.Length > 1 ? bytes[1] : (byte)0)] |= 1UL << (bytes.Length & 63);
                beginnings[BeginningOf(bytes)] = true;
            }
        }
    }

    /// <summary>The usual ones and others.</summary>
    public static Guests With(IEnumerable<string> more) => new(UsualIds.Concat(more));

    /// <summary>These alone.</summary>
    public static Guests Of(IEnumerable<string> ids) => new(ids);

    /// <summary>Whether an id of some length that begins with two bytes may be no person; false for nearly every other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayBe(byte first, byte second, int length) => ((lengths[PlaceOf(first, second)] >> length) & 1) != 0;

    /// <summary>Whether an id is no person.</summary>
    public bool Contains(string id) => ids.Contains(Normalise(id));

    /// <summary>Whether an id is no person.</summary>
    public bool Contains(ReadOnlySpan<byte> id) =>
        !id.IsEmpty && MayBe(id[0], id.Length > 1 ? id[1] : (byte)0, id.Length) && beginnings[BeginningOf(id)] && Contains(Encoding.UTF8.GetString(id));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte PlaceOf(byte first, byte second) => (byte)((first | 0x20) + ((second | 0x20) * 7));

    /// <summary>A number for the first bytes of an id, whatever their case, by which nearly all others are told apart before they become texts.</summary>
    private static int BeginningOf(ReadOnlySpan<byte> id)
    {
        const byte CaseBit = 0x20;
        int beginning = id.Length;
        for (int i = 0; i < Math.Min(id.Length, 3); i++)
            beginning = (beginning * 37) + (id[i] is (byte)'-' or (byte)'_' or (byte)' ' ? ' ' : id[i] | CaseBit);
        return beginning & (MostBeginnings - 1);
    }

    private static string Normalise(string id) => id.Trim().Length > 3 ? id.Trim().ToLowerInvariant().Replace('-', ' ').Replace('_', ' ') : id.Trim().ToLowerInvariant();
}
