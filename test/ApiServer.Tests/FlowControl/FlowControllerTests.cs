using Kybernet.Api.FlowControl.V1;
using Kybernet.ApiServer.FlowControl;
using Kybernet.ApiServer.FlowControl.Levels;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.FlowControl;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.ApiServer.Tests.FlowControl;

public sealed class FlowControllerTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);
    private static readonly QueryParameters s_noQuery = new("");
    private static readonly UserInfo s_tenant = User("system:serviceaccount:tenant:app", "system:serviceaccounts");

    private readonly FakeTimeProvider _clock = new();
    private readonly FlowController _flow;

    public FlowControllerTests()
    {
        _flow = new(600, _clock, new(static _ => 1_000, new()), new());
        Configure();
    }

    [Theory]
    [InlineData("root", "system:masters", "GET", "/api/v1/pods", "exempt", "exempt")]
    [InlineData("anybody", "", "GET", "/healthz", "probes", "exempt")]
    [InlineData("anybody", "", "GET", "/healthz/etcd", "probes", "exempt")]
    [InlineData("anybody", "", "GET", "/healthzz", "global-default", "global-default")]
    [InlineData("system:node:a", "system:nodes", "PATCH", "/api/v1/nodes/a/status", "system-node-high", "node-high")]
    [InlineData("system:node:a", "system:nodes", "PUT", "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/a", "system-node-high", "node-high")]
    [InlineData("system:node:a", "system:nodes", "GET", "/api/v1/pods", "system-nodes", "system")]
    [InlineData("system:kube-scheduler", "", "PUT", "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/s", "system-leader-election",
        "leader-election")]
    [InlineData("system:kube-scheduler", "", "DELETE", "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/s", "kube-scheduler", "workload-high")]
    [InlineData("system:serviceaccount:kube-system:x", "system:serviceaccounts", "GET", "/api/v1/pods", "kube-system-service-accounts", "workload-high")]
    [InlineData("system:serviceaccount:kube-systems:x", "system:serviceaccounts", "GET", "/api/v1/pods", "service-accounts", "workload-low")]
    [InlineData("jane", "", "POST", "/api/v1/namespaces/a/pods", "global-default", "global-default")]
    public void Find_DefaultObjects_LeadsToTheLevel(string user, string group, string method, string path, string schema, string level)
    {
        var found = _flow.Configuration.Find(User(user, group), RequestInfo.Parse(method, path, false, ""));

        Assert.Equal((schema, level), (found.Schema.Metadata.Name, found.Level.Name));
    }

    [Fact]
    public void Configure_DefaultObjects_SeatsAreUpstreams()
    {
        // 600 seats in 245 shares: what upstream's apiserver_flowcontrol_nominal_limit_seats says of a fresh server.
        var seats = _flow.Configuration.Levels.Select(static level => (level.Name, level.Nominal, level.Lowest));

        Assert.Equal(
            [
                ("catch-all", 13, 13), ("exempt", 0, 0), ("global-default", 49, 24), ("leader-election", 25, 25), ("node-high", 98, 73),
                ("system", 74, 50), ("workload-high", 98, 49), ("workload-low", 245, 24),
            ],
            seats);
    }

    [Fact]
    public async Task EnterAsync_OneLevelIsFlooded_SystemTrafficIsLetInAtOnce()
    {
        List<Task<Passage>> flood = [];
        for (var i = 0; i < 2_000; i++) flood.Add(Enter(s_tenant, "GET", "/api/v1/namespaces/tenant/pods/a"));
        Assert.Contains(flood, static request => !request.IsCompleted);
        Assert.Contains(flood, IsRefused);

        Task<Passage>[] system =
        [
            Enter(User("root", "system:masters"), "GET", "/api/v1/pods"),
            Enter(User("system:node:a", "system:nodes"), "PUT", "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/a"),
            Enter(User("system:kube-scheduler"), "PUT", "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/s"),
            Enter(User("system:kube-controller-manager"), "POST", "/api/v1/namespaces/a/pods"),
        ];

        Assert.All(system, static request => Assert.True(request.IsCompletedSuccessfully));
        foreach (var request in system) Assert.False((await request).IsRefused);
    }

    [Fact]
    public async Task EnterAsync_NoSeatForAQuarterOfTheDeadline_IsRefused()
    {
        List<Task<Passage>> flood = [];
        do flood.Add(Enter(s_tenant, "GET", "/api/v1/namespaces/tenant/pods/a"));
        while (flood[^1].IsCompleted);

        _clock.Advance(s_deadline / 4 - TimeSpan.FromTicks(1));
        Assert.False(flood[^1].IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.True((await flood[^1]).IsRefused);
    }

    [Fact]
    public void Adjust_OneLevelIsBusy_BorrowsFromTheIdleAndGivesBack()
    {
        for (var i = 0; i < 2_000; i++) Enter(s_tenant, "GET", "/api/v1/namespaces/tenant/pods/a");
        var low = _flow.Configuration.Levels.Single(static level => level.Name == "workload-low");

        _clock.Advance(SeatBorrowing.Period);
        Configure();

        Assert.True(low.Current > low.Nominal, $"{low.Current} of {low.Nominal}");
        Assert.True(low.Current <= 600);
        Assert.All(_flow.Configuration.Levels, static level => Assert.True(level.Current >= level.Lowest, level.Name));
    }

    [Fact]
    public void Configure_LevelIsGone_ItsSchemaIsNotUsedAndCatchAllStays()
    {
        _flow.Configure([.. SuggestedObjects.Schemas], []);

        Assert.Equal("catch-all", _flow.Configuration.Find(s_tenant, RequestInfo.Parse("GET", "/api/v1/pods", false, "")).Level.Name);
        Assert.Equal(["catch-all", "exempt"], _flow.Configuration.Levels.Select(static level => level.Name));
    }

    private void Configure() => _flow.Configure(
        [MandatoryObjects.ExemptSchema, MandatoryObjects.CatchAllSchema, .. SuggestedObjects.Schemas],
        (PriorityLevelConfiguration[])[MandatoryObjects.ExemptLevel, MandatoryObjects.CatchAllLevel, .. SuggestedObjects.Levels]);

    private Task<Passage> Enter(UserInfo user, string method, string path) =>
        _flow.EnterAsync(user, RequestInfo.Parse(method, path, false, ""), s_noQuery, s_deadline, CancellationToken.None).AsTask();

    private static bool IsRefused(Task<Passage> request) => request is { IsCompletedSuccessfully: true, Result.IsRefused: true };

    private static UserInfo User(string name, params string[] groups) =>
        new() { Name = name, Groups = [.. groups, UserInfo.SystemAuthenticated] };
}
