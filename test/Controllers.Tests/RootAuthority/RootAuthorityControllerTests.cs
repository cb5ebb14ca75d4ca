using Kybernet.Api.Core.V1;
using Kybernet.Controllers.RootAuthority;
using Kybernet.Controllers.Tests.Running;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.Tests.RootAuthority;

public sealed class RootAuthorityControllerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ConfigMap_ThatAUserBrokeOrDeleted_IsMended()
    {
        var options = ControllersOptions.Default with { RootAuthority = "PEM" };
        await using var made = await ControllersUnderTest.StartAsync(options, Cancel, RootAuthorityController.Create);
        var cluster = made.Cluster;
        var map = await cluster.EventuallyAsync<ConfigMap>("default/kube-root-ca.crt", static map => map.Data["ca.crt"] == "PEM", Cancel);

        await cluster.Client.UpdateAsync(map with { Data = MapOf.Of(("ca.crt", "mine"), ("x", "y")) }, Cancel);
        await cluster.EventuallyAsync<ConfigMap>("default/kube-root-ca.crt", static map => map.Data == MapOf.Of(("ca.crt", "PEM")), Cancel);
        await cluster.Client.DeleteAsync<ConfigMap>(new("default", "kube-root-ca.crt"), new(), Cancel);

        await cluster.EventuallyAsync<ConfigMap>("default/kube-root-ca.crt", there => there.Metadata.Uid != map.Metadata.Uid, Cancel);
    }

    [Fact]
    public void For_ADescriptionOfTheUser_KeepsIt()
    {
        var made = RootAuthorityPlan.For("a", null, "PEM")!;
        var annotations = MapOf.Of((RootAuthorityPlan.DescriptionAnnotation, "mine"));

        Assert.Null(RootAuthorityPlan.For("a", made, "PEM"));
        Assert.Null(RootAuthorityPlan.For("a", made with { Metadata = made.Metadata with { Annotations = annotations } }, "PEM"));
        Assert.NotNull(RootAuthorityPlan.For("a", made with { Metadata = made.Metadata with { Annotations = default } }, "PEM"));
        Assert.NotNull(RootAuthorityPlan.For("a", made, "other"));
    }
}
