namespace Kybernet.Hosts.Kyb.Server;

/// <summary>The users that components are. Upstream: <c>apiserver/pkg/authentication/user</c>; the default roles are bound to them.</summary>
internal static class ComponentUsers
{
    public const string Scheduler = "system:kube-scheduler";
    public const string ControllerManager = "system:kube-controller-manager";
    public const string Proxy = "system:kube-proxy";
}
