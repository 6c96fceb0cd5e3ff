using System.IO.Hashing;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>JSON with a strong ETag made from its bytes; a caller who names the tag in <c>If-None-Match</c> gets 304.</summary>
public static class TaggedJson
{
    /// <summary>The answer for this request.</summary>
    public static IResult Result(HttpRequest request, byte[] json)
    {
        ArgumentNullException.ThrowIfNull(request);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(XxHash128.Hash(json))}\"");
        request.HttpContext.Response.Headers.ETag = tag.ToString();
        request.HttpContext.Response.Headers.CacheControl = "private, no-cache";
        bool known = EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out IList<EntityTagHeaderValue>? tags)
            && tags.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Compare(tag, useStrongComparison: false));
        return known ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Bytes(json, "application/json; charset=utf-8");
    }
}
