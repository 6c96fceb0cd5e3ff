using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>Reads a list that may also be written as its only member.</summary>
internal abstract class OneOrMoreConverter<T>(Func<JsonTypeInfo<T>> typeOf) : JsonConverter<IReadOnlyList<T>>
    where T : class
{
    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return [One(ref reader)];
        var all = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            all.Add(One(ref reader));
        return all;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (T one in value)
            JsonSerializer.Serialize(writer, one, typeOf());
        writer.WriteEndArray();
    }

    private T One(ref Utf8JsonReader reader) => JsonSerializer.Deserialize(ref reader, typeOf()) ?? throw new JsonException("A member is null.");
}

/// <summary>One status column or several.</summary>
internal sealed class StatusRulesConverter() : OneOrMoreConverter<StatusRule>(static () => IngestJson.Default.StatusRule);

/// <summary>One condition or several.</summary>
internal sealed class RowConditionsConverter() : OneOrMoreConverter<RowCondition>(static () => IngestJson.Default.RowCondition);
