using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv;

/// <summary>What must hold for every model of the family at any parameters and for any legal history.</summary>
public sealed class PropertyTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20050101, 7);

    [Fact]
    public void Predictions_OfAnyLegalHistory_AreFiniteAndInRange() => Check((model, history) =>
    {
        double alive = model.PAlive(history), expected = model.ConditionalExpectedTransactions(history, 26);
        double silent = model.ProbabilityOfNoPurchase(history, 13), discounted = model.DiscountedExpectedTransactions(history, 26, .002);
        bool finite = double.IsFinite(model.LogLikelihood(history)) && double.IsFinite(expected) && double.IsFinite(discounted);
        return finite && alive is >= 0 and <= 1 && silent is >= 0 and <= 1 && expected >= 0 && discounted >= 0 && discounted <= expected * (1 + 1e-9);
    });

    [Fact]
    public void Predictions_OverALongerHorizon_ExpectMorePurchasesAndLessSilence() => Check((model, history) =>
    {
        double lastExpected = 0, lastSilence = 1, lastPresent = 0;
        foreach (double horizon in (ReadOnlySpan<double>)[.1, 1, 4, 20, 100, 500])
        {
            double expected = model.ConditionalExpectedTransactions(history, horizon), silence = model.ProbabilityOfNoPurchase(history, horizon);
            double present = model.DiscountedExpectedTransactions(history, horizon, .01);
            if (expected < lastExpected * (1 - 1e-9) || silence > lastSilence + 1e-9 || present < lastPresent * (1 - 1e-9))
                return false;
            (lastExpected, lastSilence, lastPresent) = (expected, silence, present);
        }
        return model.DiscountedExpectedResidualTransactions(history, .01) >= lastPresent * (1 - 1e-9);
    });

    [Fact]
    public void Everything_InAnotherTimeUnit_IsTheSame() => Check((model, history) =>
    {
        const double Days = 7;
        CustomerBaseModel daily = Rescaled(model, Days);
        var inDays = new PurchaseHistory(history.Frequency, history.Recency * Days, history.T * Days, history.SumLogGaps + (history.Frequency * Math.Log(Days)));
        double shift = history.Frequency * Math.Log(Days);
        return Same(model.LogLikelihood(history) - shift, daily.LogLikelihood(inDays), 1e-8)
            && Same(model.PAlive(history), daily.PAlive(inDays), 1e-8)
            && Same(model.ConditionalExpectedTransactions(history, 30), daily.ConditionalExpectedTransactions(inDays, 210), 1e-7)
            && Same(model.ProbabilityOfNoPurchase(history, 8), daily.ProbabilityOfNoPurchase(inDays, 56), 1e-7)
            && Same(model.DiscountedExpectedTransactions(history, 30, .007), daily.DiscountedExpectedTransactions(inDays, 210, .001), 1e-7);
    });

    [Fact]
    public void ExpectedTransactions_IsTheMeanOfTheirDistribution() => Check((model, _) =>
    {
        const double T = 12;
        double mean = 0, mass = 0;
        for (int n = 0; n < 2000 && mass < 1 - 1e-9; n++)
        {
            double probability = model.ProbabilityOfTransactions(n, T);
            if (!(probability >= 0) || probability > 1)
                return false;
            mass += probability;
            mean += n * probability;
        }
        return Same(1, mass, 1e-6) && Same(model.ExpectedTransactions(T), mean, 1e-5);
    });

    [Fact]
    public void ConditionalExpectedTransactions_AveragedOverPossibleHistories_IsUnconditional() => Check((model, _) =>
    {
        // A customer observed for no time at all is a new customer.
        double fresh = model.ConditionalExpectedTransactions(new PurchaseHistory(0, 0, 0), 20);
        return Same(model.ExpectedTransactions(20), fresh, 1e-7);
    });

    [Fact]
    public void DiscountedExpectedTransactions_AtANegligibleRate_IsUndiscounted() => Check((model, history) =>
        Same(model.ConditionalExpectedTransactions(history, 40), model.DiscountedExpectedTransactions(history, 40, 1e-10), 1e-6));

    private static bool Same(double expected, double actual, double tolerance) =>
        Math.Abs(expected - actual) <= tolerance * Math.Max(1e-12, Math.Max(Math.Abs(expected), Math.Abs(actual))) + 1e-12;

    private static void Check(Func<CustomerBaseModel, PurchaseHistory, bool> holds)
    {
        Gen<double> spread = Gen.Choose(-200, 200).Select(hundredths => Math.Exp(hundredths / 100.0));
        Gen<PurchaseHistory> history = Gen.Choose(0, 60).SelectMany(x => Gen.Choose(0, 1000).SelectMany(part => Gen.Choose(1, 120).Select(weeks =>
            new PurchaseHistory(x, x == 0 ? 0 : weeks * Math.Max(part, 1) / 1000.0, weeks, 0.3 * x))));
        Gen<CustomerBaseModel> model = Gen.Choose(0, 6).SelectMany(kind => spread.ArrayOf(5).Select(values => Model(kind, values)));
        Prop.ForAll(model.ToArbitrary(), history.ToArbitrary(), (m, h) => holds(m, h)).Check(Runs);
    }

    private static CustomerBaseModel Model(int kind, double[] v) => kind switch
    {
        0 => new BgNbd(v[0], 8 * v[1], v[2], 2 * v[3], TimeUnit.Week),
        1 => new MbgNbd(v[0], 8 * v[1], v[2], 2 * v[3], TimeUnit.Week),
        2 => new BgCnbd(2, v[0], 4 * v[1], v[2], 2 * v[3], TimeUnit.Week),
        3 => new MbgCnbd(4, v[0], 2 * v[1], v[2], 2 * v[3], TimeUnit.Week),
        4 => new Nbd(v[0], 8 * v[1], TimeUnit.Week),
        5 => new ParetoNbd(v[0], 8 * v[1], v[2], 10 * v[3], TimeUnit.Week),
        _ => new GammaGompertzNbd(v[0], 8 * v[1], .03 * v[4], v[2], v[3], TimeUnit.Week),
    };

    private static CustomerBaseModel Rescaled(CustomerBaseModel model, double c) => model switch
    {
        BgNbd m => new BgNbd(m.R, m.Alpha * c, m.A, m.B, TimeUnit.Day),
        MbgNbd m => new MbgNbd(m.R, m.Alpha * c, m.A, m.B, TimeUnit.Day),
        BgCnbd m => new BgCnbd(m.K, m.R, m.Alpha * c, m.A, m.B, TimeUnit.Day),
        MbgCnbd m => new MbgCnbd(m.K, m.R, m.Alpha * c, m.A, m.B, TimeUnit.Day),
        Nbd m => new Nbd(m.R, m.Alpha * c, TimeUnit.Day),
        ParetoNbd m => new ParetoNbd(m.R, m.Alpha * c, m.S, m.Beta * c, TimeUnit.Day),
        GammaGompertzNbd m => new GammaGompertzNbd(m.R, m.Alpha * c, m.B / c, m.S, m.Beta, TimeUnit.Day),
        _ => throw new InvalidOperationException("A model without a rescaled twin."),
    };
}
