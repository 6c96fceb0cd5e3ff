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

    private static readonly string[] UsualIds = [.. Usual.Split('|')];

    private readonly HashSet<string> ids;
    private readonly ulong[] lengths = new ulong[256];

    private Guests(IEnumerable<string> ids)
    {
        this.ids = new HashSet<string>(ids.Select(Normalise), StringComparer.Ordinal);
        foreach (string id in this.ids)
        {
            // In both cases of its first letter; of letters beyond ASCII the lead byte is mostly the same, and the others are noted as they are.
            foreach (string form in new[] { id, id.ToUpperInvariant() })
            {
                byte[] bytes = Encoding.UTF8.GetBytes(form);
                if (bytes.Length > 0)
                    lengths[bytes[0]] |= 1UL << (bytes.Length & 63);
            }
        }
    }

    /// <summary>The usual ones and others.</summary>
    public static Guests With(IEnumerable<string> more) => new(UsualIds.Concat(more));

    /// <summary>These alone.</summary>
    public static Guests Of(IEnumerable<string> ids) => new(ids);

    /// <summary>For each first byte, the lengths in bytes of the ids that begin so: a bit each, modulo 64.</summary>
    public ReadOnlySpan<ulong> Lengths => lengths;

    /// <summary>Whether an id is no person.</summary>
    public bool Contains(string id) => ids.Contains(Normalise(id));

    /// <summary>Whether an id is no person.</summary>
    public bool Contains(ReadOnlySpan<byte> id) => !id.IsEmpty && (lengths[id[0]] >> (id.Length & 63) & 1) != 0 && Contains(Encoding.UTF8.GetString(id));

    private static string Normalise(string id) => id.Trim().Length > 3 ? id.Trim().ToLowerInvariant().Replace('-', ' ').Replace('_', ' ') : id.Trim().ToLowerInvariant();
}
