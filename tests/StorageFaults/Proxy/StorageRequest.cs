using System.Text.RegularExpressions;

namespace ServerlessSeg.StorageFaults.Proxy;

/// <summary>One request as the proxy saw it.</summary>
/// <param name="Service">Where it went.</param>
/// <param name="Account">The storage account.</param>
/// <param name="Method">The verb.</param>
/// <param name="Resource">Container and blob, queue, or table with the keys of the row; decoded.</param>
/// <param name="Operation">The parameters <c>comp</c> and <c>restype</c>; empty for the plain operation.</param>
public sealed partial record StorageRequest(StorageService Service, string Account, string Method, string Resource, string Operation)
{
    /// <summary>Position among the account's requests, from 0.</summary>
    public int Number { get; init; }

    /// <summary>Position among the account's writes, from 0; null for a read.</summary>
    public int? WriteNumber { get; init; }

    /// <summary>Position among the account's requests of the same kind, from 0.</summary>
    public int Occurrence { get; init; }

    /// <summary>Whether it changes anything. Taking messages off a queue is the host's business and counts as reading.</summary>
    public bool IsWrite => Method is "PUT" or "POST" or "DELETE" or "MERGE" or "PATCH";

    /// <summary>What is done to what kind of thing, the same for every run of a program: ids, dates, hashes, keys of rows and names of segments are left out.</summary>
    public string Kind => $"{Service.ToString().ToLowerInvariant()} {Method} {Names().Replace(Resource, "*")}{(Operation.Length == 0 ? "" : " " + Operation)}";

    /// <summary>Reads the target of a request: <c>/account/container/blob?comp=block</c>.</summary>
    public static StorageRequest Parse(StorageService service, string method, string rawTarget)
    {
        ArgumentNullException.ThrowIfNull(rawTarget);
        int question = rawTarget.IndexOf('?', StringComparison.Ordinal);
        string path = Uri.UnescapeDataString(question < 0 ? rawTarget : rawTarget[..question]).TrimStart('/');
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        IEnumerable<string> operations = (question < 0 ? "" : rawTarget[(question + 1)..])
            .Split('&').Where(static pair => pair.StartsWith("comp=", StringComparison.Ordinal) || pair.StartsWith("restype=", StringComparison.Ordinal));
        return new StorageRequest(service, slash < 0 ? path : path[..slash], method, slash < 0 ? "" : path[(slash + 1)..], string.Join(' ', operations));
    }

    // A run's table carries its date in its name; names of batches and of attempts are hexadecimal.
    [GeneratedRegex(@"[0-9a-f]{8,}([-.][0-9a-f]+)*|\d{4}-\d\d-\d\d(\.\d+)?|(?<=Customers)\w+|(?<=\().+(?=\))|(?<=segments/).+(?=\.csv)")]
    private static partial Regex Names();
}
