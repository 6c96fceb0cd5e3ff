using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>Texts as they are to be written in a <c>mapping.json</c>.</summary>
internal static class JsonText
{
    /// <summary>The text in quotes.</summary>
    public static string Of(string text) => '"' + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString() + '"';
}
