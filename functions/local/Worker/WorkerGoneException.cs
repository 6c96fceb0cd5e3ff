namespace ServerlessSeg.LocalHost.Worker;

/// <summary>The worker ended while it ran a function. The trigger counts that as a failure, as the platform's host does.</summary>
internal sealed class WorkerGoneException(string function) : Exception($"The worker ended while it ran {function}.");
