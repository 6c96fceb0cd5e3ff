using System.Net.Sockets;
using Azure;
using Azure.Identity;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>Tells faults of storage and network, which pass, from mistakes, which come back however often one tries.</summary>
internal static class PassingFault
{
    /// <summary>Whether a later try may succeed where this one failed.</summary>
    /// <param name="fault">What was thrown.</param>
    public static bool Is(Exception fault) => fault switch
    {
        // A refused condition that comes as far as here is one that nobody set, or that does not hold any more: the next try looks again.
        RequestFailedException { Status: 0 or 408 or 409 or 412 or 429 or >= 500 } => true,
        // A network time-out of the client; who was asked to stop is not asked here.
        OperationCanceledException => true,
        IOException or HttpRequestException or SocketException or TimeoutException or AuthenticationFailedException => true,
        AggregateException several => several.InnerExceptions.All(Is),
        _ => false,
    };
}
