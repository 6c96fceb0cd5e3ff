namespace ServerlessSeg.Functions.Storage;

/// <summary>How requests to storage are tried again.</summary>
public sealed record StorageOptions
{
    /// <summary>How long work that nobody waits for goes on trying one request, 10 to 1,200 seconds: the longest outage of storage that an ingest or a run rides out.</summary>
    public int PatienceSeconds { get; init; } = 300;

    /// <summary>How long a request is tried again whose answer somebody waits for.</summary>
    public TimeSpan AnswerPatience { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>The wait before the second try. It doubles from try to try, up to <see cref="LongestDelay"/>, and a fifth more or less is chance.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>The longest wait between two tries, unless storage asks for a longer one.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Every error, in one list.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        if (PatienceSeconds is < 10 or > 1_200)
            errors.Add($"StoragePatienceSeconds is {PatienceSeconds}; it must lie between 10 and 1200.");
        if (AnswerPatience < TimeSpan.Zero || AnswerPatience > TimeSpan.FromSeconds(30))
            errors.Add($"Requests to storage whose answers are waited for are tried for {AnswerPatience}; that must lie between 0 and 30 seconds.");
        if (FirstDelay <= TimeSpan.Zero || LongestDelay < FirstDelay)
            errors.Add($"The waits between two requests to storage are {FirstDelay} to {LongestDelay}; they must be positive, the second not below the first.");
        return errors;
    }
}
