using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Tests.Pods;

public sealed class PodPlanTests
{
    [Theory]
    // policy, init containers, what there is, what is started, is the pod ended
    [InlineData("Always", "", "", "main", false)]
    [InlineData("Always", "", "main=running", "", false)]
    [InlineData("Always", "", "main=exited:0", "main", false)]
    [InlineData("OnFailure", "", "main=exited:0", "", true)]
    [InlineData("OnFailure", "", "main=exited:1", "main", false)]
    [InlineData("Never", "", "main=exited:1", "", true)]
    [InlineData("Always", "", "main=created", "main", false)]
    [InlineData("Always", "a,b", "", "a", false)]
    [InlineData("Always", "a,b", "a=running", "", false)]
    [InlineData("Always", "a,b", "a=exited:0", "b", false)]
    [InlineData("Always", "a,b", "a=exited:1", "a", false)]
    [InlineData("Never", "a,b", "a=exited:1", "", true)]
    [InlineData("Always", "a,b", "b=exited:0,a=exited:0", "main", false)]
    [InlineData("Always", "a,b", "main=running", "", false)]
    [InlineData("Always", "s+,b", "s=running", "b", false)]
    [InlineData("Always", "s+,b", "b=exited:0,s=exited:0", "s,main", false)]
    [InlineData("Always", "b,s+", "s=running,b=exited:0", "main", false)]
    [InlineData("Always", "s+", "main=running", "s", false)]
    [InlineData("Never", "s+", "main=exited:0,s=running", "", true)]
    public void Compute_StartsWhatIsNext(string policy, string init, string there, string started, bool isEnded)
    {
        var actions = PodPlan.Compute(NewPod(policy, init), RuntimePods.With(true, Split(there)), RuntimePods.NoProbes);

        Assert.Equal(Split(started), actions.InitContainersToStart.Concat(actions.ContainersToStart).Select(container => container.Name));
        Assert.Equal(isEnded, actions.KillPod);
    }

    [Fact]
    public void Compute_WithoutSandbox_MakesOneAndBeginsAnew()
    {
        var actions = PodPlan.Compute(NewPod("Always", "a"), RuntimePods.With(false), RuntimePods.NoProbes);

        Assert.True(actions.CreateSandbox);
        Assert.Equal("a", Assert.Single(actions.InitContainersToStart).Name);
    }

    [Theory]
    [InlineData("Always", true)]
    [InlineData("Never", false)]
    public void Compute_FailedLiveness_KillsAndRestartsByPolicy(string policy, bool isRestarted)
    {
        var actions = PodPlan.Compute(NewPod(policy, ""), RuntimePods.With(true, "main=running"), RuntimePods.Failing);

        Assert.Equal(KillReason.LivenessProbe, Assert.Single(actions.ContainersToKill).Reason);
        Assert.Equal(isRestarted, actions.ContainersToStart.Count == 1);
    }

    [Fact]
    public void Compute_ImageChanged_RestartsWhateverThePolicy()
    {
        var pod = NewPod("Never", "");
        pod = pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Image = "other" }] } };

        var actions = PodPlan.Compute(pod, RuntimePods.With(true, "main=running"), RuntimePods.NoProbes);

        Assert.Equal("Container main definition changed, will be restarted", Assert.Single(actions.ContainersToKill).Message);
        Assert.Single(actions.ContainersToStart);
    }

    [Fact]
    public void Compute_PodBeingDeleted_StartsNothing()
    {
        var pod = NewPod("Always", "");
        pod = pod with { Metadata = pod.Metadata with { DeletionTimestamp = Time.FromUnixSeconds(1) } };

        Assert.Empty(PodPlan.Compute(pod, RuntimePods.With(true, "main=exited:1"), RuntimePods.NoProbes).ContainersToStart);
    }

    internal static Pod NewPod(string policy, string init) => new()
    {
        Metadata = new() { Name = "p", Namespace = "default", Uid = "uid" },
        Spec = new()
        {
            RestartPolicy = policy,
            InitContainers = [.. Split(init).Select(name => new Container
            {
                Name = name.TrimEnd('+'), Image = "i", RestartPolicy = name.EndsWith('+') ? ContainerRestartPolicy.Always : null,
            })],
            Containers = [new Container { Name = "main", Image = "i" }],
        },
    };

    internal static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
