using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessSeg.Functions.Tests.LocalRuntime;

/// <summary>
/// The function classes compile against the official packages and against the local runtime: what the latter declares
/// must be the official names and signatures, and nothing besides.
/// </summary>
public sealed class WorkerSurfaceTests
{
    internal const string Expected = """
        enum Microsoft.Azure.Functions.Worker.AuthorizationLevel : Admin=4 Anonymous=0 Function=2 System=3 User=1
        abstract class Microsoft.Azure.Functions.Worker.BindingContext : BindingData:IReadOnlyDictionary<String,Object>{get;}
        sealed class Microsoft.Azure.Functions.Worker.BlobInputAttribute : .ctor(String blobPath) BlobPath:String{get;} Connection:String{get;set;}
        sealed class Microsoft.Azure.Functions.Worker.BlobOutputAttribute : .ctor(String blobPath) BlobPath:String{get;} Connection:String{get;set;}
        sealed class Microsoft.Azure.Functions.Worker.BlobTriggerAttribute : .ctor(String blobPath) BlobPath:String{get;} Connection:String{get;set;} Source:BlobTriggerSource{get;set;}
        enum Microsoft.Azure.Functions.Worker.BlobTriggerSource : EventGrid=1 LogsAndContainerScan=0
        class Microsoft.Azure.Functions.Worker.Builder.FunctionsApplication : CreateBuilder(String[] args):FunctionsApplicationBuilder
        class Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilder : Build():IHost Configuration:IConfigurationManager{get;} Environment:IHostEnvironment{get;} Logging:ILoggingBuilder{get;} Metrics:IMetricsBuilder{get;} Properties:IDictionary<Object,Object>{get;} Services:IServiceCollection{get;}
        static class Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilderAspNetCoreExtensions : ConfigureFunctionsWebApplication(FunctionsApplicationBuilder builder):FunctionsApplicationBuilder
        sealed class Microsoft.Azure.Functions.Worker.ExponentialBackoffRetryAttribute : .ctor(Int32 maxRetryCount, String minimumInterval, String maximumInterval)
        sealed class Microsoft.Azure.Functions.Worker.FixedDelayRetryAttribute : .ctor(Int32 maxRetryCount, String delayInterval)
        class Microsoft.Azure.Functions.Worker.FunctionAttribute : .ctor(String name) Name:String{get;}
        abstract class Microsoft.Azure.Functions.Worker.FunctionContext : BindingContext:BindingContext{get;} CancellationToken:CancellationToken{get;} FunctionDefinition:FunctionDefinition{get;} FunctionId:String{get;} InstanceServices:IServiceProvider{get;set;} InvocationId:String{get;} Items:IDictionary<Object,Object>{get;set;} RetryContext:RetryContext{get;}
        abstract class Microsoft.Azure.Functions.Worker.FunctionDefinition : EntryPoint:String{get;} Id:String{get;} Name:String{get;} PathToAssembly:String{get;}
        class Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute : .ctor()
        sealed class Microsoft.Azure.Functions.Worker.HttpResultAttribute : .ctor()
        sealed class Microsoft.Azure.Functions.Worker.HttpTriggerAttribute : .ctor() .ctor(AuthorizationLevel authLevel) .ctor(AuthorizationLevel authLevel, String[] methods) .ctor(String[] methods) AuthLevel:AuthorizationLevel{get;} Methods:String[]{get;} Route:String{get;set;}
        sealed class Microsoft.Azure.Functions.Worker.QueueOutputAttribute : .ctor(String queueName) Connection:String{get;set;} QueueName:String{get;}
        sealed class Microsoft.Azure.Functions.Worker.QueueTriggerAttribute : .ctor(String queueName) Connection:String{get;set;} QueueName:String{get;}
        abstract class Microsoft.Azure.Functions.Worker.RetryContext : MaxRetryCount:Int32{get;} RetryCount:Int32{get;}
        class Microsoft.Azure.Functions.Worker.ScheduleStatus : .ctor() Last:DateTime{get;set;} LastUpdated:DateTime{get;set;} Next:DateTime{get;set;}
        class Microsoft.Azure.Functions.Worker.TimerInfo : .ctor() IsPastDue:Boolean{get;set;} ScheduleStatus:ScheduleStatus{get;set;}
        sealed class Microsoft.Azure.Functions.Worker.TimerTriggerAttribute : .ctor(String schedule) RunOnStartup:Boolean{get;set;} Schedule:String{get;} UseMonitor:Boolean{get;set;}
        """;

    [Fact]
    public void WorkerNamespaces_AreTheOfficialSurfaceAndNothingElse()
    {
        string[] actual =
        [
            .. typeof(FunctionAttribute).Assembly.GetExportedTypes()
                .Where(type => type.Namespace!.StartsWith("Microsoft.", StringComparison.Ordinal))
                .OrderBy(type => type.FullName, StringComparer.Ordinal)
                .Select(Describe),
        ];

        Assert.Equal(Expected.Split('\n', StringSplitOptions.TrimEntries), actual);
    }

    [Fact]
    public void Attributes_DeriveFromAttribute()
    {
        IEnumerable<Type> named = typeof(FunctionAttribute).Assembly.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Attribute", StringComparison.Ordinal));

        Assert.All(named, type => Assert.True(type.IsSubclassOf(typeof(Attribute))));
    }

    [Fact]
    public void VariableMethods_AreParams()
    {
        IEnumerable<ParameterInfo> arrays = typeof(HttpTriggerAttribute).GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => parameter.ParameterType.IsArray);

        Assert.All(arrays, parameter => Assert.NotNull(parameter.GetCustomAttribute<ParamArrayAttribute>()));
    }

    private static string Describe(Type type)
    {
        const BindingFlags declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<string> members = type.IsEnum
            ? Enum.GetNames(type).Select(name => $"{name}={(int)Enum.Parse(type, name)}")
            : [
                .. type.GetConstructors(declared).Select(constructor => $".ctor({Parameters(constructor)})"),
                .. type.GetProperties(declared).Select(property => $"{property.Name}:{Name(property.PropertyType)}{Accessors(property)}"),
                .. type.GetMethods(declared).Where(method => !method.IsSpecialName).Select(method => $"{method.Name}({Parameters(method)}):{Name(method.ReturnType)}"),
                .. type.GetFields(declared).Select(field => $"field {field.Name}"),
                .. type.GetEvents(declared).Select(@event => $"event {@event.Name}"),
            ];
        return $"{Kind(type)} {type.FullName} : {string.Join(' ', members.Order(StringComparer.Ordinal))}";
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Accessors(PropertyInfo property) =>
        (property.GetMethod is { IsPublic: true } ? "{get;" : "{") + (property.SetMethod is { IsPublic: true } ? "set;}" : "}");

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"));

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(',', type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
