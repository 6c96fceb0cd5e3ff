using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>JSON of the reports that are published with a run: camelCase, money as exact decimal numbers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = new[] { typeof(MoneyAsNumber) })]
[JsonSerializable(typeof(MovementReport))]
[JsonSerializable(typeof(CohortReport))]
[JsonSerializable(typeof(SeasonalityReport))]
[JsonSerializable(typeof(ProfileReport))]
[JsonSerializable(typeof(PyramidReport))]
public sealed partial class ReportJson : JsonSerializerContext;

/// <summary>Money as a decimal number in currency units.</summary>
internal sealed class MoneyAsNumber : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Money.FromDecimal(reader.GetDecimal());

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.ToDecimal());
}
