using Kybernet.Api.Batch.V1;
using Kybernet.Controllers.CronJobs;
using Kybernet.Testing;

namespace Kybernet.Controllers.Tests.CronJobs;

public sealed class CronJobControllerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Allow", 2)]
    [InlineData("Forbid", 1)]
    [InlineData("Replace", 1)]
    public async Task Schedule_TwiceWithoutAnEnd_KeepsToThePolicy(string policy, int active)
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, CronJobController.Create);
        await cluster.ApplyAsync("""
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: tick, namespace: default}
            spec:
              schedule: "* * * * *"
              concurrencyPolicy: POLICY
              jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}
            """.Replace("POLICY", policy, StringComparison.Ordinal), Cancel);
        cluster.Clock.Advance(TimeSpan.FromSeconds(61));
        var first = await cluster.EventuallyAsync<CronJob>("default/tick", static job => job.Status.Active.Count == 1, Cancel);

        cluster.Clock.Advance(TimeSpan.FromSeconds(60));
        var expected = policy == "Forbid" ? "JobAlreadyActive" : "SuccessfulCreate";
        while (host.Events.Count(text => text.StartsWith(expected, StringComparison.Ordinal)) < (policy == "Forbid" ? 1 : 2)) await Task.Yield();
        var replaced = policy == "Replace";
        await cluster.EventuallyAsync<CronJob>(
            "default/tick",
            job => job.Status.Active.Count == active && replaced != job.Status.Active.Any(one => one.Uid == first.Status.Active[0].Uid), Cancel);
    }

    [Fact]
    public async Task Schedule_ADayThatNeverComes_IsTold()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, CronJobController.Create);
        await cluster.ApplyAsync("""
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: never, namespace: default}
            spec:
              schedule: "59 23 31 2 *"
              jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}
            """, Cancel);

        while (!host.Events.Any(static text => text.StartsWith("InvalidSchedule", StringComparison.Ordinal))) await Task.Yield();
    }
}
