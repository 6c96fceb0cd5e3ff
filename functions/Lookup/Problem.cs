using Microsoft.AspNetCore.Http;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Errors as <c>application/problem+json</c> (RFC 9457). The types are part of the contract and never change their meaning.</summary>
public static class Problem
{
    private const string TypePrefix = "urn:serverlessseg:problem:";

    /// <summary>404: no such customer in the live snapshot.</summary>
    public static IResult CustomerNotFound(string id, string snapshot) =>
        Of(StatusCodes.Status404NotFound, "customer-not-found", "Customer not found", $"Snapshot {snapshot} has no customer '{id}'.");

    /// <summary>404: nothing was published yet.</summary>
    public static IResult NoSnapshot() =>
        Of(StatusCodes.Status404NotFound, "no-snapshot", "No snapshot yet", "Nothing was published yet. Drop a file and start a run: POST /api/runs.");

    /// <summary>404: the scheme, segment, run or batch does not exist.</summary>
    public static IResult NotFound(string what, string detail) =>
        Of(StatusCodes.Status404NotFound, what + "-not-found", "Not found", detail);

    /// <summary>410: the snapshot was kept once, and no longer is.</summary>
    public static IResult SnapshotGone(RunId run) =>
        Of(StatusCodes.Status410Gone, "snapshot-gone", "Snapshot no longer kept", $"Snapshot {run} is no longer kept. GET /api/snapshots lists those that are; what began with this one has to begin again.");

    /// <summary>404: the snapshot has no such scheme.</summary>
    public static IResult UnknownScheme(SnapshotManifest manifest, string scheme)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return NotFound("scheme", $"There is no scheme '{scheme}' in snapshot {manifest.Run}; there are {string.Join(", ", manifest.Schemes.Select(static s => s.Name))}.");
    }

    /// <summary>400: the request cannot be understood.</summary>
    public static IResult BadRequest(string detail) =>
        Of(StatusCodes.Status400BadRequest, "bad-request", "Bad request", detail);

    /// <summary>409: the request cannot be done now.</summary>
    public static IResult Conflict(string type, string detail) =>
        Of(StatusCodes.Status409Conflict, type, "Not possible now", detail);

    /// <summary>503: storage does not answer, or answers that it cannot.</summary>
    public static IResult StorageUnavailable(string detail) =>
        Of(StatusCodes.Status503ServiceUnavailable, "storage-unavailable", "Storage does not answer", detail);

    private static IResult Of(int status, string type, string title, string detail) =>
        Results.Problem(detail, statusCode: status, title: title, type: TypePrefix + type);
}
