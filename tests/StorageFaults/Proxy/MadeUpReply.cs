using System.Text;
using Microsoft.AspNetCore.Http;

namespace ServerlessSeg.StorageFaults.Proxy;

/// <summary>Refusals in the form that the services give them.</summary>
internal static class MadeUpReply
{
    public static async Task WriteAsync(HttpContext context, StorageRequest request, FaultKind kind)
    {
        (int status, string code) = (kind, request.Service) switch
        {
            (FaultKind.Unavailable, _) => (503, "ServerBusy"),
            (FaultKind.ConditionNotMet, StorageService.Table) => (412, "UpdateConditionNotSatisfied"),
            (FaultKind.ConditionNotMet, _) => (412, "ConditionNotMet"),
            (FaultKind.Conflict, StorageService.Table) => (409, request.Resource == "Tables" ? "TableAlreadyExists" : "EntityAlreadyExists"),
            (FaultKind.Conflict, StorageService.Queue) => (409, "QueueAlreadyExists"),
            (FaultKind.Conflict, _) => (409, request.Operation.Contains("restype=container", StringComparison.Ordinal) ? "ContainerAlreadyExists" : "BlobAlreadyExists"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No reply is made up for this."),
        };
        const string Message = "The proxy of the tests refuses this request.";
        (string type, string body) = request.Service == StorageService.Table
            ? ("application/json;odata=minimalmetadata", $"{{\"odata.error\":{{\"code\":\"{code}\",\"message\":{{\"lang\":\"en-US\",\"value\":\"{Message}\"}}}}}}")
            : ("application/xml", $"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>{Message}</Message></Error>");
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.Headers["x-ms-error-code"] = code;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), context.RequestAborted).ConfigureAwait(false);
    }
}
