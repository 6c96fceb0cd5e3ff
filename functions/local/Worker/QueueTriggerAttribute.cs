namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function for every message of a queue.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueueTriggerAttribute : Attribute
{
    /// <summary>Watches a queue.</summary>
    /// <param name="queueName">The queue's name; <c>%SETTING%</c> is replaced.</param>
    public QueueTriggerAttribute(string queueName) => QueueName = queueName;

    /// <summary>The queue's name.</summary>
    public string QueueName { get; }

    /// <summary>The setting that names the storage account; <c>AzureWebJobsStorage</c> where it is null.</summary>
    public string? Connection { get; set; }
}
