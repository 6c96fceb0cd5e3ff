using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using ServerlessSeg.LocalHost.Http;

namespace ServerlessSeg.Functions.Tests.LocalHost.Http;

public sealed class FunctionKeysTests
{
    [Theory]
    [InlineData(null, "Anonymous", true)]
    [InlineData(null, "Function", false)]
    [InlineData("wrong", "Function", false)]
    [InlineData("one", "Function", true)]
    [InlineData("two", "Function", true)]
    [InlineData("master", "Function", true)]
    [InlineData("one", "Admin", false)]
    [InlineData("master", "Admin", true)]
    public void Allow_WithKeys_AsksForOneThatIsGoodEnough(string? shown, string level, bool allowed)
    {
        FunctionKeys keys = Keys("one, two", "master");
        Assert.Equal(allowed, keys.Allow(Request(shown, header: true), Enum.Parse<CallLevel>(level)));
        Assert.Equal(allowed, keys.Allow(Request(shown, header: false), Enum.Parse<CallLevel>(level)));
    }

    [Fact]
    public void Allow_WithoutAMasterKey_KeepsAdminClosed()
    {
        FunctionKeys keys = Keys("one", null);
        Assert.True(keys.Allow(Request("one", header: true), CallLevel.Function));
        Assert.False(keys.Allow(Request("one", header: true), CallLevel.Admin));
    }

    [Fact]
    public void Allow_WithoutAnyKey_LetsEverybodyIn()
    {
        FunctionKeys keys = Keys(null, null);
        Assert.False(keys.AreConfigured);
        Assert.True(keys.Allow(Request(null, header: true), CallLevel.Admin));
    }

    private static FunctionKeys Keys(string? keys, string? master) =>
        FunctionKeys.Read(new ConfigurationBuilder().AddInMemoryCollection([new(FunctionKeys.Setting, keys), new(FunctionKeys.MasterSetting, master)]).Build());

    private static HttpRequest Request(string? key, bool header)
    {
        HttpRequest request = new DefaultHttpContext().Request;
        if (key is not null && header)
            request.Headers["x-functions-key"] = key;
        else if (key is not null)
            request.QueryString = QueryString.Create("code", key);
        return request;
    }
}
