using Kybernet.Api.Apps.V1;
using Kybernet.Controllers.Deployments;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Tests.Deployments;

public sealed class DeploymentPlanTests
{
    // wanted, surge, unavailable, old (size/available), new (size/available) → new size, old sizes in order
    [Theory]
    [InlineData(10, "25%", "25%", "10/10", "0/0", 3, "8")]
    [InlineData(10, "0", "2", "10/10", "0/0", 0, "8")]
    [InlineData(10, "2", "0", "10/10", "0/0", 2, "")]
    [InlineData(10, "2", "0", "10/8", "2/0", 2, "")]
    [InlineData(10, "0", "0", "10/10", "0/0", 0, "9")]
    [InlineData(10, "2", "2", "8/8", "4/4", 4, "4")]
    [InlineData(10, "2", "2", "10/5", "0/0", 2, "8")]
    [InlineData(10, "2", "2", "0/0", "12/12", 10, "")]
    public void Roll_Sizes_AreUpstreams(int wanted, string surge, string unavailable, string old, string current, int newSize, string oldSizes)
    {
        var deployment = NewDeployment(wanted, surge, unavailable);
        var history = new ReplicaSetHistory(NewSet("new", current), [NewSet("old", old)]);

        var grow = DeploymentPlan.RollNew(deployment, history);
        var shrink = DeploymentPlan.RollOld(deployment, history);

        Assert.Equal(newSize, grow?.Replicas ?? history.New!.Spec.Replicas);
        Assert.Equal(oldSizes, shrink.Count == 0 ? "" : string.Join(",", shrink.TakeLast(1).Select(step => step.Replicas)));
    }

    // sizes of sets with max-replicas annotations, and what they become (upstream: deployment_util_test.go, sync_test.go)
    [Theory]
    [InlineData(20, "0", "a=10@10", "a=20")]
    [InlineData(20, "0", "a=5@10 b=5@10", "a=10 b=10")]
    [InlineData(10, "0", "a=10@20 b=10@20", "a=5 b=5")]
    [InlineData(12, "0", "a=5@10 b=3@10 c=2@10", "a=6 b=4 c=2")]
    [InlineData(5, "0", "a=5@10 b=3@10 c=2@10", "a=2 b=2 c=1")]
    [InlineData(0, "0", "a=5@10 b=3@10 c=2@10", "a=0 b=0 c=0")]
    public void Scale_MidRollout_IsProportional(int wanted, string surge, string sets, string expected)
    {
        var deployment = NewDeployment(wanted, surge, "0");
        var all = sets.Split(' ').Select(text => NewSet(text[..1], text[2..text.IndexOf('@')] + "/0", text[(text.IndexOf('@') + 1)..])).ToList();

        var steps = DeploymentPlan.Scale(deployment, new(all[0], [.. all.Skip(1)]));

        Assert.Equal(expected, string.Join(' ', steps.OrderBy(step => step.Name, StringComparer.Ordinal).Select(step => $"{step.Name}={step.Replicas}")));
    }

    [Theory]
    [InlineData(2, "3 2 1", "1")]
    [InlineData(0, "10 9", "9 10")]
    [InlineData(5, "1 2", "")]
    public void Forgotten_BeyondTheLimit_AreTheLowestRevisions(int limit, string revisions, string expected)
    {
        var deployment = NewDeployment(1, "1", "0");
        deployment = deployment with { Spec = deployment.Spec with { RevisionHistoryLimit = limit } };
        var old = revisions.Split(' ').Select(revision => WithRevision(NewSet($"r{revision}", "0/0"), revision)).ToList();

        Assert.Equal(expected, string.Join(' ', DeploymentPlan.Forgotten(deployment, old).Select(set => set.Metadata.Name[1..])));
    }

    [Theory]
    [InlineData("1", 2, "", "2", "1")]
    [InlineData("3", 4, "1", "4", "1,3")]
    [InlineData("4", 4, "1", "4", "1")]
    public void ForNew_HigherRevision_IsKeptInHistory(string old, long revision, string history, string expected, string expectedHistory)
    {
        var set = WithRevision(NewSet("a", "0/0"), old);
        var annotations = history.Length == 0 ? set.Metadata.Annotations : set.Metadata.Annotations.SetItem(Revisions.History, history);

        var made = Revisions.ForNew(NewDeployment(1, "1", "0"), annotations, revision);

        Assert.Equal((expected, expectedHistory), (made[Revisions.Revision], made[Revisions.History]));
    }

    private static ReplicaSet WithRevision(ReplicaSet set, string revision) =>
        set with { Metadata = set.Metadata with { Annotations = set.Metadata.Annotations.SetItem(Revisions.Revision, revision) } };

    private static Deployment NewDeployment(int replicas, string surge, string unavailable) => new()
    {
        Metadata = new() { Name = "web" },
        Spec = new()
        {
            Replicas = replicas,
            Strategy = new()
            {
                Type = DeploymentStrategyType.RollingUpdate,
                RollingUpdate = new() { MaxSurge = IntOrString.Parse(surge), MaxUnavailable = IntOrString.Parse(unavailable) },
            },
        },
    };

    private static ReplicaSet NewSet(string name, string sizeAndAvailable, string max = "")
    {
        var parts = sizeAndAvailable.Split('/');
        var set = new ReplicaSet
        {
            Metadata = new() { Name = name },
            Spec = new() { Replicas = int.Parse(parts[0]) },
            Status = new() { AvailableReplicas = int.Parse(parts[1]) },
        };
        return max.Length == 0 ? set : set with { Metadata = set.Metadata with { Annotations = [new(Revisions.MaxReplicas, max)] } };
    }
}
