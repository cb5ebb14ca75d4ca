using Kybernet.Api.Core.V1;
using Kybernet.Controllers.PodGc;
using Kybernet.Controllers.Tests.Running;

namespace Kybernet.Controllers.Tests.PodGc;

public sealed class PodGcControllerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PodOfAMissingNode_GoesAfterTheQuarantine_OthersStay()
    {
        await using var made = await ControllersUnderTest.StartAsync(ControllersOptions.Default, Cancel, PodGcController.Create);
        var client = made.Cluster.Client;
        await client.CreateAsync(new Node { Metadata = new() { Name = "there" } }, Cancel);
        await client.CreateAsync(PodOn("orphan", "gone"), Cancel);
        await client.CreateAsync(PodOn("well", "there"), Cancel);

        await made.PassAsync(
            TimeSpan.FromSeconds(20), async () => (await client.GetAsync<Pod>(new("default", "orphan"), Cancel)).Error is { IsNotFound: true }, Cancel);

        Assert.True(made.Cluster.Clock.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) >= TimeSpan.FromSeconds(40));
        Assert.True((await client.GetAsync<Pod>(new("default", "well"), Cancel)).IsOk);
    }

    private static Pod PodOn(string name, string node) => new()
    {
        Metadata = new() { Name = name, Namespace = "default" },
        Spec = new() { NodeName = node, Containers = [new() { Name = "c", Image = "i" }] },
    };
}
