using System.Text;

namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>
/// Names of months and their usual abbreviations in the languages of most exports, as the Unicode CLDR (version 48.0) has them for
/// en, de, fr, es, it, pt, nl, pl, sv, da, nb, fi, cs, sk, hu, ro, tr, id, ru, uk, el, bg, sl, lt, lv, et, ca: those that stand alone and those that stand beside a day, in small letters, without the point of an abbreviation.
/// </summary>
internal static class MonthNames
{
    private static readonly string[] Names =
    [
        "january jan januar janvier janv enero ene gennaio gen janeiro januari styczeń sty stycznia tammikuu tammi tammikuuta leden led ledna január januára ianuarie ian ocak oca январь янв января січень січ січня ιανουαρίου ιαν януари sausis sausio janvāris jaanuar jaan gener",
        "february feb februar février févr febrero febbraio fevereiro fev februari luty lut lutego helmikuu helmi helmikuuta únor úno února február februára febr februarie şubat şub февраль февр февраля лютий лют лютого φεβρουαρίου φεβ февруари vasaris vasario februāris veebruar veebr febrer",
        "march mar märz mär mars marzo março maart mrt marzec marca marts maaliskuu maalis maaliskuuta březen bře března marec március márc martie mart maret март марта мар березень бер березня μαρτίου μαρ kovas kovo märts març",
        "april apr avril avr abril abr aprile kwiecień kwi kwietnia huhtikuu huhti huhtikuuta duben dub dubna apríl apríla április ápr aprilie nisan nis апрель апр апреля квітень квіт квітня απριλίου απρ април balandis balandžio aprīlis aprill d’abril d’abr",
        "may mai mayo maggio mag maio mei maj maja toukokuu touko toukokuuta květen kvě května máj mája május mayıs май мая травень трав травня μαΐου μαΐ gegužė gegužės maijs maig",
        "june jun juni juin junio giugno giu junho czerwiec cze czerwca kesäkuu kesä kesäkuuta červen čvn června jún júna június iunie iun haziran haz июнь июня июн червень черв червня ιουνίου ιουν юни junij birželis birželio jūnijs jūn juuni juny",
        "july jul juli juillet juil julio luglio lug julho lipiec lip lipca heinäkuu heinä heinäkuuta červenec čvc července júl júla július iulie iul temmuz tem июль июля июл липень лип липня ιουλίου ιουλ юли julij liepa liepos jūlijs jūl juuli juliol",
        "august aug août agosto ago augustus sierpień sie sierpnia augusti elokuu elo elokuuta srpen srp srpna augusta augusztus ağustos ağu agustus agu август авг августа серпень серп серпня αυγούστου αυγ avgust avg rugpjūtis rugpjūčio augusts agost ag d’agost d’ag",
        "september sep sept septembre septiembre settembre set setembro wrzesień wrz września syyskuu syys syyskuuta září zář septembra szeptember szept septembrie eylül eyl сентябрь сент сентября вересень вер вересня σεπτεμβρίου σεπ септември rugsėjis rugsėjo septembris setembre",
        "october oct oktober okt octobre octubre ottobre ott outubro out październik paź października lokakuu loka lokakuuta říjen říj října október októbra octombrie ekim eki октябрь окт октября жовтень жовт жовтня οκτωβρίου οκτ октомври spalis spalio oktobris oktoober d’octubre d’oct",
        "november nov novembre noviembre novembro listopad lis listopada marraskuu marras marraskuuta listopadu novembra noiembrie kasım kas ноябрь нояб ноября листопад лист листопада νοεμβρίου νοε ноември lapkritis lapkričio novembris",
        "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudzień gru grudnia desember des joulukuu joulu joulukuuta prosinec pro prosince decembra decembrie aralık ara декабрь дек декабря грудень груд грудня δεκεμβρίου δεκ декември gruodis gruodžio decembris detsember dets desembre",
    ];

    private static readonly Dictionary<string, int> Months = Create();

    private static ReadOnlySpan<byte> English => "janfebmaraprmayjunjulaugsepoctnovdec"u8;

    /// <summary>The month of a name, from 1; 0 where it is none.</summary>
    public static int Of(ReadOnlySpan<byte> word)
    {
        const int Shortest = 3;
        if (word.Length == Shortest)
        {
            for (int i = 0; i < English.Length; i += Shortest)
            {
                if (Ascii.EqualsIgnoreCase(word, English.Slice(i, Shortest)))
                    return (i / Shortest) + 1;
            }
        }
        return word.IsEmpty ? 0 : Months.GetValueOrDefault(Encoding.UTF8.GetString(word).ToLowerInvariant());
    }

    private static Dictionary<string, int> Create()
    {
        var months = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < Names.Length; i++)
        {
            foreach (string name in Names[i].Split(' '))
                months.TryAdd(name, i + 1);
        }
        return months;
    }
}
