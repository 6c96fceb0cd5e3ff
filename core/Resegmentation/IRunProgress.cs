using ServerlessSeg.Core.Evaluation;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>The steps of a run, in order.</summary>
public enum RunStep
{
    /// <summary>Freezing what is read.</summary>
    Plan,

    /// <summary>Merging the ledger into one summary a customer.</summary>
    Summarise,

    /// <summary>Cut points and model parameters.</summary>
    Fit,

    /// <summary>Every scheme and prediction for every customer.</summary>
    Score,

    /// <summary>Writing the snapshot and making it live.</summary>
    Publish,
}

/// <summary>Hears how far a run is. Calls may come from several threads.</summary>
public interface IRunProgress
{
    /// <summary>A step has begun, or got on: <paramref name="done"/> of <paramref name="total"/> units of it.</summary>
    void Report(RunStep reached, long done, long total);

    /// <summary>The models were fitted. Nothing happens unless the hearer wants it.</summary>
    void Fitted(ModelReport report)
    {
    }
}
