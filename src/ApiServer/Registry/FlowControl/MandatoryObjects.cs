using Kybernet.Api.FlowControl.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Registry.FlowControl;

/// <summary>
/// The objects without which flow control does not work; their specs are fixed. Upstream:
/// <c>apiserver/pkg/apis/flowcontrol/bootstrap</c>.
/// </summary>
public static class MandatoryObjects
{
    public const string Exempt = "exempt";
    public const string CatchAll = "catch-all";

    /// <summary>Members of system:masters are never held back.</summary>
    public static FlowSchema ExemptSchema { get; } = Schema(Exempt, 1, null, UserInfo.SystemMasters);

    /// <summary>What no other schema matches.</summary>
    public static FlowSchema CatchAllSchema { get; } =
        Schema(CatchAll, 10_000, new() { Type = "ByUser" }, UserInfo.SystemUnauthenticated, UserInfo.SystemAuthenticated);

    public static PriorityLevelConfiguration ExemptLevel { get; } = new()
    {
        Metadata = new() { Name = Exempt },
        Spec = new() { Type = "Exempt", Exempt = new() { NominalConcurrencyShares = 0, LendablePercent = 0 } },
    };

    public static PriorityLevelConfiguration CatchAllLevel { get; } = new()
    {
        Metadata = new() { Name = CatchAll },
        Spec = new()
        {
            Type = "Limited",
            Limited = new() { NominalConcurrencyShares = 5, LendablePercent = 0, LimitResponse = new() { Type = "Reject" } },
        },
    };

    private static FlowSchema Schema(string name, int precedence, FlowDistinguisherMethod? method, params ReadOnlySpan<string> groups)
    {
        ListOf<Subject> subjects = default;
        foreach (var group in groups) subjects = subjects.Add(new() { Kind = "Group", Group = new() { Name = group } });
        var rules = new PolicyRulesWithSubjects
        {
            Subjects = subjects,
            ResourceRules = [new() { Verbs = ["*"], ApiGroups = ["*"], Resources = ["*"], Namespaces = ["*"], ClusterScope = true }],
            NonResourceRules = [new() { Verbs = ["*"], NonResourceURLs = ["*"] }],
        };
        return new()
        {
            Metadata = new() { Name = name },
            Spec = new()
            {
                PriorityLevelConfiguration = new() { Name = name },
                MatchingPrecedence = precedence,
                DistinguisherMethod = method,
                Rules = [rules],
            },
        };
    }
}
