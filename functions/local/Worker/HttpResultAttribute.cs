namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the property of a multiple-output type that holds the HTTP response.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpResultAttribute : Attribute;
