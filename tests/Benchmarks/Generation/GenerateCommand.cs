using System.Globalization;

namespace ServerlessSeg.Benchmarks.Generation;

/// <summary><c>generate</c>: writes a CSV of made-up transactions.</summary>
internal static class GenerateCommand
{
    public static int Run(string[] args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !args[i].StartsWith("--", StringComparison.Ordinal))
                return Complain($"'{args[i]}' is not understood or lacks a value.");
            values[args[i][2..]] = args[i + 1];
        }
        if (!Whole("rows", out long rows) || !Whole("customers", out long customers) || !values.TryGetValue("out", out string? path))
            return Complain("--rows, --customers and --out are needed.");
        if (customers < 1 || rows < customers)
            return Complain("There must be at least one customer, and a row for each.");
        var options = new GenerationOptions(rows, (int)customers)
        {
            Seed = Whole("seed", out long seed) ? (ulong)seed : 1,
            Days = Whole("days", out long days) ? (int)days : 730,
            FlawShare = values.TryGetValue("flaws", out string? share) ? double.Parse(share, CultureInfo.InvariantCulture) : 0,
        };
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using FileStream file = File.Create(path);
        TransactionGenerator.Write(options, file);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {rows} rows, {file.Length} bytes"));
        return 0;

        bool Whole(string name, out long value)
        {
            value = 0;
            return values.TryGetValue(name, out string? text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        }
    }

    private static int Complain(string what)
    {
        Console.Error.WriteLine(what);
        return 2;
    }
}
