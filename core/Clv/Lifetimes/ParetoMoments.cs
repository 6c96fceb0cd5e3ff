namespace ServerlessSeg.Core.Clv.Lifetimes;

/// <summary>
/// ∫ e^(−p la − q lb) dτ over [0, D] with la = ln(1 + τ/A), lb = ln(1 + τ/B), and the same integral weighted with la, lb, 1/(A + τ) and
/// 1/(B + τ), which are its derivatives.
/// </summary>
internal readonly record struct ParetoMoments(double Integral, double WithLogA, double WithLogB, double WithReciprocalA, double WithReciprocalB);
