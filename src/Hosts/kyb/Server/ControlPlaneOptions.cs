using Kybernet.Controllers;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>What of a control plane runs beside the API server.</summary>
internal sealed record ControlPlaneOptions
{
    public bool RunsScheduler { get; init; } = true;

    public bool RunsControllers { get; init; } = true;

    public ControllersOptions Controllers { get; init; } = ControllersOptions.Default;

    /// <summary>As <c>kube-controller-manager --controllers</c>.</summary>
    public string[] ControllerSelection { get; init; } = ["*"];
}
