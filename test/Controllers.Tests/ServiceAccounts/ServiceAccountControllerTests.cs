using Kybernet.Api.Core.V1;
using Kybernet.Controllers.ServiceAccounts;
using Kybernet.Controllers.Tests.Running;

namespace Kybernet.Controllers.Tests.ServiceAccounts;

public sealed class ServiceAccountControllerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NewNamespace_GetsTheDefaultAccount()
    {
        await using var made = await ControllersUnderTest.StartAsync(ControllersOptions.Default, Cancel, ServiceAccountController.Create);

        await made.Cluster.Client.CreateAsync(new Namespace { Metadata = new() { Name = "a" } }, Cancel);

        await made.Cluster.EventuallyAsync<ServiceAccount>("a/default", static _ => true, Cancel);
    }

    [Fact]
    public async Task DeletedAccount_ComesBack()
    {
        await using var made = await ControllersUnderTest.StartAsync(ControllersOptions.Default, Cancel, ServiceAccountController.Create);
        var first = await made.Cluster.EventuallyAsync<ServiceAccount>("default/default", static _ => true, Cancel);

        await made.Cluster.Client.DeleteAsync<ServiceAccount>(new("default", "default"), new(), Cancel);

        await made.Cluster.EventuallyAsync<ServiceAccount>("default/default", account => account.Metadata.Uid != first.Metadata.Uid, Cancel);
    }

    [Theory]
    [InlineData(NamespacePhase.Active, false, 1)]
    [InlineData(NamespacePhase.Active, true, 0)]
    [InlineData(NamespacePhase.Terminating, false, 0)]
    public void Missing_OfANamespace_IsTheDefaultAccountWhileActive(string phase, bool isThere, int missing)
    {
        var owner = new Namespace { Metadata = new() { Name = "a" }, Status = new() { Phase = phase } };
        ServiceAccount[] present = isThere ? [new() { Metadata = new() { Name = "default" } }] : [new() { Metadata = new() { Name = "other" } }];

        Assert.Equal(missing, ServiceAccountPlan.Missing(owner, present).Count);
    }
}
