using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Jobs;
using Kybernet.Testing;

namespace Kybernet.Controllers.Tests.Jobs;

public sealed class JobControllerTests
{
    private const string Manifest = """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: sum, namespace: default}
        spec:
          parallelism: 2
          completions: 3
          template:
            spec: {restartPolicy: Never, containers: [{name: sum, image: sum}]}
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("NonIndexed", "")]
    [InlineData("Indexed", "0-2")]
    public async Task Run_AllPodsSucceed_Completes(string mode, string indexes)
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, JobController.Create, JobController.CreateOrphans);
        await cluster.ApplyAsync(Manifest.Replace("completions: 3", $"completions: 3\n  completionMode: {mode}", StringComparison.Ordinal), Cancel);

        var job = await FinishAsync(cluster, PodPhase.Succeeded);

        Assert.Equal((3, 0, 0, indexes), (job.Status.Succeeded, job.Status.Failed, job.Status.Active, job.Status.CompletedIndexes));
        Assert.Equal(["SuccessCriteriaMet", "Complete"], job.Status.Conditions.Select(condition => condition.Type));
        Assert.Equal("CompletionsReached", job.Status.Conditions[0].Reason);
        Assert.NotNull(job.Status.CompletionTime);
        var pods = await cluster.PodsAsync("", Cancel);
        Assert.Equal(3, pods.Count);
        Assert.All(pods, pod => Assert.True(pod.Metadata.Finalizers.IsEmpty));
        Assert.Contains("Completed Job completed", host.Events);
    }

    [Theory]
    [InlineData("backoffLimit: 0", "BackoffLimitExceeded")]
    [InlineData("podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [42]}}]}", "PodFailurePolicy")]
    public async Task Run_PodsFail_FailsForTheReason(string setting, string reason)
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, JobController.Create, JobController.CreateOrphans);
        await cluster.ApplyAsync(Manifest.Replace("completions: 3", $"completions: 3\n  {setting}", StringComparison.Ordinal), Cancel);

        var job = await FinishAsync(cluster, PodPhase.Failed);

        Assert.Equal(["FailureTarget", "Failed"], job.Status.Conditions.Select(condition => condition.Type));
        Assert.All(job.Status.Conditions, condition => Assert.Equal(reason, condition.Reason));
        Assert.All(await cluster.PodsAsync("", Cancel), pod => Assert.True(pod.Metadata.Finalizers.IsEmpty));
    }

    [Fact]
    public async Task Suspend_TakesThePodsAway_AndResumeBringsThemBack()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, JobController.Create, JobController.CreateOrphans);
        await cluster.ApplyAsync(Manifest, Cancel);
        await cluster.EventuallyAsync<Job>("default/sum", job => job.Status.Active == 2, Cancel);

        await cluster.ApplyAsync(Manifest.Replace("completions: 3", "completions: 3\n  suspend: true", StringComparison.Ordinal), Cancel);
        var suspended = await cluster.EventuallyAsync<Job>(
            "default/sum", job => job.Status.Active == 0 && job.Status.Conditions.Any(condition => condition is { Type: "Suspended", Status: "True" }), Cancel);
        await cluster.ApplyAsync(Manifest.Replace("completions: 3", "completions: 3\n  suspend: false", StringComparison.Ordinal), Cancel);
        await cluster.EventuallyAsync<Job>("default/sum", job => job.Status.Active == 2, Cancel);

        Assert.Null(suspended.Status.StartTime);
        Assert.Contains("Suspended Job suspended", host.Events);
    }

    private static async Task<Job> FinishAsync(TestCluster cluster, string phase)
    {
        var done = cluster.EventuallyAsync<Job>("default/sum", job => job.IsFinished, Cancel);
        while (!done.IsCompleted)
        {
            foreach (var pod in await cluster.PodsAsync("", Cancel))
                if (pod.Status.Phase == PodPhase.Pending) await EndAsync(cluster, pod, phase);
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(20), Cancel));
        }

        return await done;
    }

    private static async Task EndAsync(TestCluster cluster, Pod pod, string phase)
    {
        var read = await cluster.Client.GetAsync<Pod>(new(pod.Metadata.Namespace, pod.Metadata.Name), Cancel);
        if (!read.TryGet(out var fresh, out _)) return;
        var state = new ContainerState { Terminated = new() { ExitCode = phase == PodPhase.Failed ? 42 : 0 } };
        var status = new PodStatus { Phase = phase, ContainerStatuses = [new ContainerStatus { Name = "sum", Image = "sum", State = state }] };
        await cluster.Client.UpdateStatusAsync(fresh with { Status = status }, Cancel);
    }
}
