using System.Globalization;

namespace ServerlessSeg.Benchmarks;

/// <summary>Arguments of the form <c>--name value</c>.</summary>
internal sealed class JobArguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public JobArguments(string[] args, params ReadOnlySpan<string> known)
    {
        for (int i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !args[i].StartsWith("--", StringComparison.Ordinal) || !known.Contains(args[i][2..]))
                throw new ArgumentException($"'{args[i]}' is not understood or lacks a value.");
            _values[args[i][2..]] = args[i + 1];
        }
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public int Whole(string name, int otherwise)
    {
        if (Text(name) is not { } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new ArgumentException($"--{name} is '{text}', which is not a whole number.");
    }
}
