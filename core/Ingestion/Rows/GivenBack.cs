namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>What was given back of the money of a row.</summary>
/// <param name="Amount">Ten-thousandths, not negative; never more than the row is worth, unless it is that of a whole order.</param>
/// <param name="IsAll">Whether that is all of it.</param>
/// <param name="IsBeyond">Whether the file says that it was more.</param>
/// <param name="IsUntold">Whether the status says that a part was, and nothing says how much.</param>
/// <param name="ProblemRole">The column that cannot be read, or null.</param>
internal readonly record struct GivenBack(long Amount, bool IsAll, bool IsBeyond, bool IsUntold, ColumnRole? ProblemRole)
{
    /// <summary>A column cannot be read.</summary>
    public static GivenBack Unreadable(ColumnRole role) => new(0, false, false, false, role);
}
