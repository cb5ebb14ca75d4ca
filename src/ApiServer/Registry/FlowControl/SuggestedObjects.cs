using Kybernet.Api.FlowControl.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Registry.FlowControl;

/// <summary>
/// The objects a cluster starts with and may change: nodes before workloads before everybody else. Upstream:
/// <c>apiserver/pkg/apis/flowcontrol/bootstrap</c>.
/// </summary>
public static class SuggestedObjects
{
    private const string ByUser = "ByUser";
    private const string ByNamespace = "ByNamespace";

    public static ListOf<PriorityLevelConfiguration> Levels { get; } =
    [
        Level("system", 30, 33, 64, 6),
        Level("node-high", 40, 25, 64, 6),
        Level("leader-election", 10, 0, 16, 4),
        Level("workload-high", 40, 50, 128, 6),
        Level("workload-low", 100, 90, 128, 6),
        Level("global-default", 20, 50, 128, 6),
    ];

    public static ListOf<FlowSchema> Schemas { get; } =
    [
        Everything("system-nodes", "system", 500, ByUser, BootstrapObject.Group("system:nodes")),
        BootstrapObject.Schema("system-node-high", "node-high", 400, ByUser, new()
        {
            Subjects = [BootstrapObject.Group("system:nodes")],
            ResourceRules =
            [
                BootstrapObject.Resources(["*"], "", ["nodes", "nodes/status"], isClusterScoped: true),
                BootstrapObject.Resources(["*"], "coordination.k8s.io", ["leases"], isClusterScoped: false),
            ],
        }),
        BootstrapObject.Schema("probes", MandatoryObjects.Exempt, 2, null, new()
        {
            Subjects = [BootstrapObject.Group(UserInfo.SystemUnauthenticated), BootstrapObject.Group(UserInfo.SystemAuthenticated)],
            NonResourceRules = [new() { Verbs = ["get"], NonResourceURLs = ["/healthz", "/readyz", "/livez"] }],
        }),
        BootstrapObject.Schema("system-leader-election", "leader-election", 100, ByUser, new()
        {
            Subjects =
            [
                BootstrapObject.User("system:kube-controller-manager"),
                BootstrapObject.User("system:kube-scheduler"),
                BootstrapObject.SystemAccounts,
            ],
            ResourceRules =
                [BootstrapObject.Resources(["get", "create", "update"], "coordination.k8s.io", ["leases"], isClusterScoped: false)],
        }),
        Everything("kube-controller-manager", "workload-high", 800, ByNamespace, BootstrapObject.User("system:kube-controller-manager")),
        Everything("kube-scheduler", "workload-high", 800, ByNamespace, BootstrapObject.User("system:kube-scheduler")),
        Everything("kube-system-service-accounts", "workload-high", 900, ByNamespace, BootstrapObject.SystemAccounts),
        Everything("service-accounts", "workload-low", 9000, ByUser, BootstrapObject.Group("system:serviceaccounts")),
        Everything(
            "global-default", "global-default", 9900, ByUser,
            BootstrapObject.Group(UserInfo.SystemUnauthenticated), BootstrapObject.Group(UserInfo.SystemAuthenticated)),
    ];

    private static PriorityLevelConfiguration Level(string name, int shares, int lendablePercent, int queues, int handSize) =>
        BootstrapObject.Level(name, new()
        {
            Type = "Limited",
            Limited = new()
            {
                NominalConcurrencyShares = shares,
                LendablePercent = lendablePercent,
                LimitResponse = new()
                {
                    Type = "Queue",
                    Queuing = new() { Queues = queues, HandSize = handSize, QueueLengthLimit = 50 },
                },
            },
        });

    private static FlowSchema Everything(string name, string level, int precedence, string method, params ReadOnlySpan<Subject> subjects) =>
        BootstrapObject.Schema(name, level, precedence, method, BootstrapObject.Everything(ListOf.Create(subjects)));
}
