using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using ServerlessSeg.LocalRuntime.Hosting;

namespace ServerlessSeg.LocalRuntime.Http;

/// <summary>
/// The keys that callers must show. Without any, nothing is checked and the host listens on loopback only. Every key
/// opens functions; where a master key is set, only it opens the levels System and Admin.
/// </summary>
internal sealed class FunctionKeys
{
    public const string Setting = "FUNCTIONS_KEYS";
    private const string MasterSetting = "FUNCTIONS_MASTER_KEY";
    private const string Header = "x-functions-key";
    private const string QueryParameter = "code";

    private readonly byte[][] _keys;
    private readonly byte[][] _masterKeys;

    private FunctionKeys(string[] keys, string? masterKey)
    {
        _masterKeys = [.. (masterKey is null ? keys : [masterKey]).Select(Hash)];
        _keys = [.. keys.Select(Hash), .. _masterKeys];
    }

    /// <summary>Whether there are any keys.</summary>
    public bool AreConfigured => _keys.Length > 0;

    /// <summary>Reads <c>FUNCTIONS_KEYS</c> (separated by commas) or the list <c>AzureFunctionsLocal:Keys</c>, and <c>FUNCTIONS_MASTER_KEY</c>.</summary>
    public static FunctionKeys Read(IConfiguration configuration)
    {
        const StringSplitOptions trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        IConfigurationSection section = configuration.GetSection($"{LocalTiming.Section}:Keys");
        IEnumerable<string?> named = [configuration[Setting], section.Value, .. section.GetChildren().Select(child => child.Value)];
        string[] keys = [.. named.OfType<string>().SelectMany(list => list.Split(',', trimmed))];
        string? master = configuration[MasterSetting] is { Length: > 0 } value ? value : null;
        return new FunctionKeys(keys, master);
    }

    /// <summary>Whether the request shows a key that is good enough.</summary>
    public bool Allow(HttpRequest request, AuthorizationLevel level)
    {
        if (!AreConfigured || level is AuthorizationLevel.Anonymous or AuthorizationLevel.User)
            return true;
        string? shown = request.Headers[Header].FirstOrDefault() ?? request.Query[QueryParameter].FirstOrDefault();
        if (shown is null)
            return false;
        byte[] hash = Hash(shown);
        byte[][] accepted = level == AuthorizationLevel.Function ? _keys : _masterKeys;
        return accepted.Aggregate(false, (found, key) => CryptographicOperations.FixedTimeEquals(hash, key) | found);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
