using System.Globalization;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Tests;

namespace ServerlessSeg.Core.Tests.Clv;

/// <summary>A published table of customers by sufficient statistic: days, counts and money, one row a customer.</summary>
internal sealed class CustomerBySufficientStatistic
{
    private readonly string[] columns;
    private readonly string[][] rows;

    private CustomerBySufficientStatistic(string file)
    {
        string[] lines = File.ReadAllLines(ReferenceData.Path(file));
        columns = lines[0].Replace("\"", "", StringComparison.Ordinal).Split(',');
        rows = lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Replace("\"", "", StringComparison.Ordinal).Split(',')).ToArray();
    }

    /// <summary>CDNOW 1/10 sample, calibrated on the 39 weeks to 1997-09-30.</summary>
    public static CustomerBySufficientStatistic Cdnow() => new("ref_cdnow_cbs_T.cal_1997-09-30.csv");

    /// <summary>BTYDplus grocery, calibrated on 2006.</summary>
    public static CustomerBySufficientStatistic Grocery() => new("ref_grocery_cbs_T.cal_2006-12-31.csv");

    /// <summary>Any other reference file of this kind.</summary>
    public static CustomerBySufficientStatistic Read(string file) => new(file);

    public int Customers => rows.Length;

    public int[] Frequency => Column("x").Select(value => (int)value).ToArray();

    public int[] RecencyDays => Column("t.x").Select(weeks => (int)Math.Round(weeks * 7)).ToArray();

    public int[] AgeDays => Column("T.cal").Select(weeks => (int)Math.Round(weeks * 7)).ToArray();

    public PurchaseHistories Weeks() => PurchaseHistories.FromDays(Frequency, RecencyDays, AgeDays, LogGapDays(), TimeUnit.Week);

    public PurchaseHistory[] Histories()
    {
        double[] x = Column("x"), recency = Column("t.x"), age = Column("T.cal");
        double[] gaps = columns.Contains("litt") ? Column("litt") : new double[x.Length];
        return x.Select((_, i) => new PurchaseHistory((int)x[i], recency[i], age[i], gaps[i])).ToArray();
    }

    public SpendData Spending()
    {
        double[] money = Column("sales.x");
        int[] x = Frequency;
        return SpendData.FromCustomers(x, money.Select((sum, i) => x[i] > 0 ? sum / x[i] : 0).ToArray());
    }

    public double[] Column(string name)
    {
        int index = Array.IndexOf(columns, name);
        Assert.True(index >= 0, $"no column {name}");
        return rows.Select(row => double.Parse(row[index], NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray();
    }

    private double[] LogGapDays()
    {
        if (!columns.Contains("litt"))
            return [];
        int[] x = Frequency;
        return Column("litt").Select((sum, i) => sum + (x[i] * Math.Log(7))).ToArray();
    }
}
