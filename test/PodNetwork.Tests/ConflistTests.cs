using System.Text.Json;
using Kybernet.PodNetwork.Cni;

namespace Kybernet.PodNetwork.Tests;

public sealed class ConflistTests
{
    [Fact]
    public void Text_TwoRanges_AsksForAnAddressOfEach()
    {
        using var json = JsonDocument.Parse(CniConflist.Text(new() { NodeName = "a" }, ["10.244.0.0/24", "fd00::/64"], 1450));

        var bridge = json.RootElement.GetProperty("plugins")[0];
        Assert.Equal(1450, bridge.GetProperty("mtu").GetInt32());
        Assert.False(bridge.GetProperty("ipMasq").GetBoolean());
        Assert.Equal(
            ["10.244.0.0/24", "fd00::/64"],
            bridge.GetProperty("ipam").GetProperty("ranges").EnumerateArray().Select(range => range[0].GetProperty("subnet").GetString()));
    }
}
