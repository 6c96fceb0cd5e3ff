namespace ServerlessSeg.Core.Clv;

/// <summary>The unit of a model's times.</summary>
public enum TimeUnit
{
    /// <summary>One day.</summary>
    Day,

    /// <summary>Seven days.</summary>
    Week,
}
