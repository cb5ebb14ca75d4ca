using Kybernet.Api.FlowControl.V1;

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
    public static FlowSchema ExemptSchema { get; } =
        BootstrapObject.Schema(Exempt, Exempt, 1, null, BootstrapObject.Everything([BootstrapObject.Group(UserInfo.SystemMasters)]));

    /// <summary>What no other schema matches.</summary>
    public static FlowSchema CatchAllSchema { get; } =
        BootstrapObject.Schema(CatchAll, CatchAll, 10_000, "ByUser", BootstrapObject.Everything(
        [
            BootstrapObject.Group(UserInfo.SystemUnauthenticated),
            BootstrapObject.Group(UserInfo.SystemAuthenticated),
        ]));

    public static PriorityLevelConfiguration ExemptLevel { get; } = BootstrapObject.Level(
        Exempt, new() { Type = "Exempt", Exempt = new() { NominalConcurrencyShares = 0, LendablePercent = 0 } });

    public static PriorityLevelConfiguration CatchAllLevel { get; } = BootstrapObject.Level(CatchAll, new()
    {
        Type = "Limited",
        Limited = new() { NominalConcurrencyShares = 5, LendablePercent = 0, LimitResponse = new() { Type = "Reject" } },
    });
}
