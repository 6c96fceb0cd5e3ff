namespace ServerlessSeg.Functions.Tests.Infra;

/// <summary>Shares one <see cref="BicepCompiler"/> among the tests of the templates.</summary>
[CollectionDefinition(Name)]
public sealed class InfraTests : ICollectionFixture<BicepCompiler>
{
    public const string Name = "infra";
}
