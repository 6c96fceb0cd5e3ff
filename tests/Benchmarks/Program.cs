using ServerlessSeg.Benchmarks.Generation;

const string Usage = """
    generate --rows N --customers M --out FILE [--seed S] [--days D] [--flaws SHARE]
        writes a CSV of transactions that is the same for the same arguments
    """;

return args switch
{
    ["generate", .. string[] rest] => GenerateCommand.Run(rest),
    _ => Help(),
};

static int Help()
{
    Console.Error.WriteLine(Usage);
    return 2;
}
