using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>
/// The exchange rates of a run: those that hold for every source, and those that a source gave for its own lines. A source's own go before the general ones, and no
/// source's rates touch the lines of another. Immutable and thread-safe.
/// </summary>
/// <param name="general">Rates for every source; null for none.</param>
/// <param name="ofSources">Rates of a source for its own lines.</param>
/// <param name="unreadable">Sources that gave rates which cannot be read. Their lines without a rate are left out, and do not keep the lines of others from being counted.</param>
public sealed class RateBook(RateTable? general, IReadOnlyDictionary<string, RateTable> ofSources, IReadOnlyCollection<string> unreadable)
{
    private readonly RateTable _general = general ?? RateTable.Empty;
    private readonly HashSet<string> _unreadable = new(unreadable, StringComparer.Ordinal);

    /// <summary>Whether nothing is known at all.</summary>
    public bool IsEmpty => general is null && ofSources.Count == 0 && _unreadable.Count == 0;

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    /// <exception cref="FormatException">A table in it cannot be read.</exception>
    public static RateBook Parse(ReadOnlySpan<byte> utf8Json)
    {
        RateBookText text = JsonSerializer.Deserialize(utf8Json, RateBookJson.Default.RateBookText) ?? throw new JsonException("The rates are null.");
        return new RateBook(
            text.General is null ? null : RateTable.Parse(Encoding.UTF8.GetBytes(text.General)),
            text.OfSources.ToDictionary(static source => source.Key, static source => RateTable.Parse(Encoding.UTF8.GetBytes(source.Value)), StringComparer.Ordinal),
            text.Unreadable);
    }

    /// <summary>The rates as JSON: the same bytes for the same rates.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        new RateBookText(
            general is null ? null : Encoding.UTF8.GetString(general.ToCsv()),
            new SortedDictionary<string, string>(ofSources.ToDictionary(static source => source.Key, static source => Encoding.UTF8.GetString(source.Value.ToCsv())), StringComparer.Ordinal),
            [.. _unreadable.Order(StringComparer.Ordinal)]),
        RateBookJson.Default.RateBookText);

    /// <summary>Equal for equal rates; that of <see cref="RateTable.Hash"/> where there are general ones alone.</summary>
    public string Hash() => ofSources.Count == 0 && _unreadable.Count == 0 ? _general.Hash() : Convert.ToHexStringLower(XxHash128.Hash(ToJson()));

    /// <summary>
    /// Whether a line of a source that has no rate is a gap to be filled. Where there are no general rates, a source without any of its own has its lines of other
    /// currencies left out, as if there were no rates at all; so it is with a source whose own cannot be read.
    /// </summary>
    public bool IsGap(string source) => !_unreadable.Contains(source) && (general is not null || ofSources.ContainsKey(source));

    /// <summary>The rate of a date for a line of a source: that of the day itself, or else of the last day before it that has one.</summary>
    /// <param name="source">The source of the line.</param>
    /// <param name="currency">ISO 4217 code in capitals.</param>
    /// <param name="date">Date of the purchase.</param>
    /// <param name="rate">The rate, above 0.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(string source, string currency, DateOnly date, out decimal rate) =>
        (ofSources.TryGetValue(source, out RateTable? own) && own.TryFind(currency, date, out rate, out _)) || _general.TryFind(currency, date, out rate, out _);
}

/// <summary>A <see cref="RateBook"/> as it is stored: each table as its <c>rates.csv</c>.</summary>
internal sealed record RateBookText(string? General, SortedDictionary<string, string> OfSources, IReadOnlyList<string> Unreadable);

/// <summary>JSON of stored rates.</summary>
[JsonSerializable(typeof(RateBookText))]
internal sealed partial class RateBookJson : JsonSerializerContext;
