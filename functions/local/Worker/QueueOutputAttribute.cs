namespace Microsoft.Azure.Functions.Worker;

/// <summary>Sends a function's result to a queue.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class QueueOutputAttribute : Attribute
{
    /// <summary>Names the queue.</summary>
    /// <param name="queueName">The queue's name; <c>%SETTING%</c> is replaced.</param>
    public QueueOutputAttribute(string queueName) => QueueName = queueName;

    /// <summary>The queue's name.</summary>
    public string QueueName { get; }

    /// <summary>The setting that names the storage account; <c>AzureWebJobsStorage</c> where it is null.</summary>
    public string? Connection { get; set; }
}
