using Kybernet.Base.Tracing;
using static Kybernet.Base.Tests.Tracing.Spans;

namespace Kybernet.Base.Tests.Tracing;

public class WalkTests
{
    private static readonly Span s_root = Request("request", 0);

    /// <summary>A deployment: request, notice, queue, controller, a pod written inside of it.</summary>
    private static readonly Span[] s_deployment =
    [
        s_root, Commit("commit", 1, "request", "Deployment", "d", 7), Sight("notice", 6, "d", 7), Enqueue("enqueue", 6, "notice", "deployments", "ns/d"),
        Run("reconcile", 8, 9, "deployments", "ns/d"), Commit("commit-pod", 9, "reconcile", "Pod", "p", 8),
    ];

    [Fact]
    public void Of_ChainOfWrites_IsFollowed()
    {
        var walk = Walk.Of(s_root, s_deployment.Reverse());

        Assert.Equal(["request", "commit", "notice", "enqueue", "reconcile", "commit-pod"], walk.Spans.Select(span => span.Id));
        Assert.Equal(["", "request", "commit", "notice", "enqueue", "reconcile"], walk.Spans.Select(walk.CauseOf));
    }

    [Theory]
    [InlineData("d", 6)]
    [InlineData("other", 7)]
    public void Of_AnotherVersionOrObject_IsNoPart(string uid, int version) =>
        Assert.DoesNotContain(Walk.Of(s_root, [.. s_deployment, Sight("stranger", 7, uid, version)]).Spans, span => span.Id == "stranger");

    [Fact]
    public void Of_KeyOfAnotherQueue_IsNoPart() =>
        Assert.DoesNotContain(Walk.Of(s_root, [.. s_deployment, Run("stranger", 8, 1, "jobs", "ns/d")]).Spans, span => span.Id == "stranger");

    [Fact]
    public void Of_RunNobodyAskedForAnew_IsARetry() =>
        Assert.Equal("enqueue", CauseOf([.. s_deployment, Run("retry", 20, 1, "deployments", "ns/d")], "retry"));

    [Fact]
    public void Of_RunOfSeveralKeys_HasTheOneOfTheWalk() => Assert.Equal(
        "enqueue", CauseOf([.. s_deployment, Enqueue("stranger", 7, "", "deployments", "ns/e"), Run("both", 20, 1, "deployments", "ns/e ns/d")], "both"));

    [Theory]
    [InlineData("kubernetes-admin", true)]
    [InlineData("system:admin", true)]
    [InlineData("system:node:n1", false)]
    [InlineData("system:serviceaccount:kube-system:job-controller", false)]
    public void IsRoot_User_Decides(string user, bool expected) => Assert.Equal(expected, Walk.IsRoot(Request("request", 0, user)));

    [Fact]
    public void Text_OfAWalk_HasStepsWithTimes()
    {
        var text = WalkText.Of(Walk.Of(s_root, [.. s_deployment, Sight("idle", 30, "d", 7)])).ReplaceLineEndings("\n");

        Assert.Equal(
            """
                  0.0 ms      5.0 ms  request by kubernetes-admin
                  1.0 ms      1.0 ms    commit Deployment ns/d (version 7)
                  8.0 ms      9.0 ms  deployments: reconcile ns/d  <- Deployment at 7
                  9.0 ms      1.0 ms    commit-pod Pod ns/p (version 8)

            """.ReplaceLineEndings("\n"), text);
    }

    private static string CauseOf(Span[] spans, string id)
    {
        var walk = Walk.Of(s_root, spans);
        return walk.CauseOf(walk.Spans.Single(span => span.Id == id));
    }
}
