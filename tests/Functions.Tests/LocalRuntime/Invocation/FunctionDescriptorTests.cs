using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.LocalRuntime.Blobs;
using ServerlessSeg.LocalRuntime.Invocation;
using ServerlessSeg.LocalRuntime.Queues;

namespace ServerlessSeg.Functions.Tests.LocalRuntime.Invocation;

public sealed class FunctionDescriptorTests
{
    [Fact]
    public void Check_TriggerParameterOfAnotherReflection_IsTheSameParameter()
    {
        QueueBinding.Check(Described(nameof(Sample.OnMessage)));
        BlobBinding.Check(Described(nameof(Sample.OnBlob)), BlobPathPattern.Parse("drops/{name}"));
    }

    [Fact]
    public void IsTrigger_OtherParameter_IsFalse()
    {
        FunctionDescriptor function = Described(nameof(Sample.OnBlob));
        Assert.Equal([true, false], function.Method.GetParameters().Select(function.IsTrigger));
    }

    // Reflected from a derived class, a method has parameters of its own.
    private static FunctionDescriptor Described(string method)
    {
        ParameterInfo trigger = typeof(DerivedSample).GetMethod(method)!.GetParameters()[0];
        FunctionDescriptor function = new(method, typeof(Sample).GetMethod(method)!, trigger.GetCustomAttributes().First(), trigger, RetryPolicy.Of(typeof(Sample).GetMethod(method)!));
        Assert.NotSame(trigger, function.Method.GetParameters()[0]);
        return function;
    }

    private class Sample
    {
        public void OnMessage([QueueTrigger("messages")] string message, CancellationToken cancellationToken) => GC.KeepAlive((this, message, cancellationToken));

        public void OnBlob([BlobTrigger("drops/{name}")] string content, string name) => GC.KeepAlive((this, content, name));
    }

    private sealed class DerivedSample : Sample;
}
