using Kybernet.Api.Core.V1;
using Kybernet.Testing;

namespace Kybernet.Client.Tests.Transport;

public sealed class IdentityTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ClientOf_AController_MayDoWhatItsRoleSays()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        var client = cluster.ClientOf("system:serviceaccount:kube-system:replicaset-controller");

        Assert.True((await client.ListAsync<Pod>("", "", Cancel)).IsOk);
        var refused = await client.ListAsync<Secret>("", "", Cancel);

        Assert.True(refused.Error!.IsForbidden);
        Assert.Contains("system:serviceaccount:kube-system:replicaset-controller", refused.Error.Message, StringComparison.Ordinal);
    }
}
