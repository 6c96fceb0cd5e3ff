using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessSeg.Core.Rfm;

/// <summary>Writes an enumeration in configuration as <c>camelCase</c> text; reads it whatever its case.</summary>
internal sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
