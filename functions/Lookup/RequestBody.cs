using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Reads JSON bodies and says what is wrong with those that cannot be read.</summary>
public static class RequestBody
{
    private const int MaxBytes = 1 << 20;

    /// <summary>The body, or the answer that refuses it.</summary>
    public static async Task<(T? Body, IResult? Refusal)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        (T? body, IResult? refusal) = await ReadOptionalAsync(request, type, cancellationToken).ConfigureAwait(false);
        return body is null && refusal is null ? (null, Problem.BadRequest("The body is empty.")) : (body, refusal);
    }

    /// <summary>The body, or null for an empty one, or the answer that refuses it.</summary>
    public static async Task<(T? Body, IResult? Refusal)> ReadOptionalAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(request);
        using var content = new MemoryStream();
        byte[] buffer = new byte[16 << 10];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (content.Length + read > MaxBytes)
                return (null, Problem.BadRequest($"The body is longer than {MaxBytes} bytes."));
            content.Write(buffer, 0, read);
        }
        if (content.Length == 0)
            return (null, null);
        try
        {
            T? body = JsonSerializer.Deserialize(content.GetBuffer().AsSpan(0, (int)content.Length), type);
            return body is null ? (null, Problem.BadRequest("The body is null.")) : (body, null);
        }
        catch (JsonException malformed)
        {
            string place = malformed.LineNumber is { } line ? $" at line {line + 1}, byte {malformed.BytePositionInLine}" : "";
            string path = string.IsNullOrEmpty(malformed.Path) || malformed.Path == "$" ? "" : $" (in {malformed.Path})";
            return (null, Problem.BadRequest($"The body is not the JSON that is expected here{place}{path}."));
        }
    }
}
