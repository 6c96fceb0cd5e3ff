namespace ServerlessSeg.Core.Clv.Contract;

internal static class ContractArguments
{
    public static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be above 0 and finite.");
}
