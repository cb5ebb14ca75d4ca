using Kybernet.Api.FlowControl.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Registry.FlowControl;

/// <summary>Makes the objects a cluster starts with. The server keeps their specs up to date while their annotation says so.</summary>
internal static class BootstrapObject
{
    private const string AutoUpdate = "apf.kubernetes.io/autoupdate-spec";

    public static PriorityLevelConfiguration Level(string name, PriorityLevelConfigurationSpec spec) =>
        new() { Metadata = Metadata(name), Spec = spec };

    /// <param name="name">The schema's name.</param>
    /// <param name="level">The priority level it leads to.</param>
    /// <param name="precedence">Where it stands among schemas.</param>
    /// <param name="method">By what requests are told apart; null when they are not.</param>
    /// <param name="rules">Who and what it is for.</param>
    public static FlowSchema Schema(string name, string level, int precedence, string? method, PolicyRulesWithSubjects rules) => new()
    {
        Metadata = Metadata(name),
        Spec = new()
        {
            PriorityLevelConfiguration = new() { Name = level },
            MatchingPrecedence = precedence,
            DistinguisherMethod = method is null ? null : new() { Type = method },
            Rules = [rules],
        },
    };

    /// <summary>All requests of the subjects.</summary>
    public static PolicyRulesWithSubjects Everything(ListOf<Subject> subjects) => new()
    {
        Subjects = subjects,
        ResourceRules = [Resources(["*"], "*", ["*"], isClusterScoped: true)],
        NonResourceRules = [new() { Verbs = ["*"], NonResourceURLs = ["*"] }],
    };

    /// <summary>Resources in every namespace.</summary>
    public static ResourcePolicyRule Resources(ListOf<string> verbs, string group, ListOf<string> resources, bool isClusterScoped) =>
        new() { Verbs = verbs, ApiGroups = [group], Resources = resources, Namespaces = ["*"], ClusterScope = isClusterScoped };

    public static Subject Group(string name) => new() { Kind = "Group", Group = new() { Name = name } };

    public static Subject User(string name) => new() { Kind = "User", User = new() { Name = name } };

    /// <summary>All service accounts of kube-system.</summary>
    public static Subject SystemAccounts { get; } =
        new() { Kind = "ServiceAccount", ServiceAccount = new() { Name = "*", Namespace = "kube-system" } };

    private static ObjectMeta Metadata(string name) => new() { Name = name, Annotations = MapOf.Of((AutoUpdate, "true")) };
}
