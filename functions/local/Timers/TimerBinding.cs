using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.LocalRuntime.Hosting;
using ServerlessSeg.LocalRuntime.Invocation;

namespace ServerlessSeg.LocalRuntime.Timers;

/// <summary>Gives a timer function its parameters.</summary>
internal static class TimerBinding
{
    private static readonly Type[] Bindable = [typeof(TimerInfo), typeof(FunctionContext), typeof(CancellationToken)];

    /// <summary>Refuses parameters that a timer has no value for.</summary>
    /// <exception cref="StartFailedException">There is such a parameter.</exception>
    public static void Check(FunctionDescriptor function)
    {
        foreach (ParameterInfo parameter in function.Method.GetParameters())
        {
            if (!Bindable.Contains(parameter.ParameterType))
                throw new StartFailedException($"Parameter '{parameter.Name}' of timer function '{function.Name}' must be a TimerInfo, a FunctionContext or a CancellationToken.");
        }
    }

    /// <summary>Binds the timer's state.</summary>
    public static ParameterBinder For(TimerInfo timer) => (_, _) => ValueTask.FromResult<object?>(timer);
}
