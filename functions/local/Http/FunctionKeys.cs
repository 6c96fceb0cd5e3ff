using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Hosting;

namespace ServerlessSeg.LocalHost.Http;

/// <summary>Who may call: the levels of the platform that this host tells apart.</summary>
internal enum CallLevel
{
    /// <summary>Everybody.</summary>
    Anonymous,

    /// <summary>Whoever shows a function key or the master key.</summary>
    Function,

    /// <summary>Whoever shows the master key.</summary>
    Admin,
}

/// <summary>
/// The keys that callers must show, kept in settings: Azure keeps them in storage, encrypted, with a page to manage them. Without any, nothing is checked
/// and the host listens on this machine only. With any, <c>/admin</c> and <c>/runtime</c> open to the master key alone.
/// </summary>
internal sealed class FunctionKeys
{
    /// <summary>The setting that holds the function keys, separated by commas.</summary>
    public const string Setting = "FUNCTIONS_KEYS";

    /// <summary>The setting that holds the master key.</summary>
    public const string MasterSetting = "FUNCTIONS_MASTER_KEY";

    private const string Header = "x-functions-key";
    private const string QueryParameter = "code";

    private readonly byte[][] _keys;
    private readonly byte[][] _masterKeys;

    private FunctionKeys(string[] keys, string? masterKey)
    {
        _masterKeys = masterKey is null ? [] : [Hash(masterKey)];
        _keys = [.. keys.Select(Hash), .. _masterKeys];
        Own = masterKey ?? keys.FirstOrDefault();
    }

    /// <summary>Whether there are any keys.</summary>
    public bool AreConfigured => _keys.Length > 0;

    /// <summary>A key that opens functions, for the host's own commands; null where none is needed.</summary>
    public string? Own { get; }

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

    /// <summary>The level that a function asks for; what is not known is taken for the highest.</summary>
    public static CallLevel LevelOf(AppFunction function) => function.Trigger.Text("authLevel")?.ToUpperInvariant() switch
    {
        "ANONYMOUS" or "USER" => CallLevel.Anonymous,
        null or "FUNCTION" => CallLevel.Function,
        _ => CallLevel.Admin,
    };

    /// <summary>Whether the request shows a key that is good enough.</summary>
    public bool Allow(HttpRequest request, CallLevel level)
    {
        if (!AreConfigured || level == CallLevel.Anonymous)
            return true;
        string? shown = request.Headers[Header].FirstOrDefault() ?? request.Query[QueryParameter].FirstOrDefault();
        if (shown is null)
            return false;
        byte[] hash = Hash(shown);
        byte[][] accepted = level == CallLevel.Function ? _keys : _masterKeys;
        return accepted.Aggregate(false, (found, key) => CryptographicOperations.FixedTimeEquals(hash, key) | found);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
