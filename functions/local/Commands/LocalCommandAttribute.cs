namespace ServerlessSeg.LocalRuntime;

/// <summary>Names the app's command; stands on the entry assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class LocalCommandAttribute : Attribute
{
    /// <summary>Names the command.</summary>
    /// <param name="commandType">A class with a constructor without parameters that implements <see cref="ILocalCommand"/>.</param>
    public LocalCommandAttribute(Type commandType) => CommandType = commandType;

    /// <summary>The command's class.</summary>
    public Type CommandType { get; }
}
