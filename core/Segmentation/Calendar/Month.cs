namespace ServerlessSeg.Core.Segmentation.Calendar;

/// <summary>Calendar months as consecutive numbers.</summary>
internal static class Month
{
    private const int Epoch = 719_162;

    /// <summary>Months since the year 0 of a day counted from 1970-01-01.</summary>
    public static int Of(int day)
    {
        DateOnly date = DateOnly.FromDayNumber(day + Epoch);
        return (date.Year * 12) + date.Month - 1;
    }

    /// <summary>The first day of a month.</summary>
    public static DateOnly FirstDay(int month) => new(month / 12, (month % 12) + 1, 1);

    /// <summary>Whether the day is the last of its month.</summary>
    public static bool IsLastDay(int day) => Of(day) != Of(day + 1);
}
