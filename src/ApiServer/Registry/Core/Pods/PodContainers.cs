using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>The containers of a pod, whatever their kind.</summary>
internal static class PodContainers
{
    /// <summary>Init containers, containers and ephemeral containers, with their paths.</summary>
    public static ContainerPaths All(PodSpec spec, FieldPath path) => new(spec, path);

    /// <summary>Init containers, containers and ephemeral containers.</summary>
    public static ListOf<Container> All(PodSpec spec) =>
        spec.InitContainers.IsEmpty && spec.EphemeralContainers.IsEmpty
            ? spec.Containers
            : [.. spec.InitContainers, .. spec.Containers, .. spec.EphemeralContainers.Select(ToContainer)];

    /// <summary>An init container that runs beside the others as long as the pod does.</summary>
    public static bool IsSidecar(Container initContainer) => initContainer.RestartPolicy == ContainerRestartPolicy.Always;

    /// <summary>An ephemeral container has a container's fields in a type of its own.</summary>
    public static Container ToContainer(EphemeralContainer container) => new()
    {
        Name = container.Name,
        Image = container.Image,
        Command = container.Command,
        Args = container.Args,
        WorkingDir = container.WorkingDir,
        Ports = container.Ports,
        EnvFrom = container.EnvFrom,
        Env = container.Env,
        Resources = container.Resources,
        ResizePolicy = container.ResizePolicy,
        RestartPolicy = container.RestartPolicy,
        RestartPolicyRules = container.RestartPolicyRules,
        VolumeMounts = container.VolumeMounts,
        VolumeDevices = container.VolumeDevices,
        LivenessProbe = container.LivenessProbe,
        ReadinessProbe = container.ReadinessProbe,
        StartupProbe = container.StartupProbe,
        Lifecycle = container.Lifecycle,
        TerminationMessagePath = container.TerminationMessagePath,
        TerminationMessagePolicy = container.TerminationMessagePolicy,
        ImagePullPolicy = container.ImagePullPolicy,
        SecurityContext = container.SecurityContext,
        Stdin = container.Stdin,
        StdinOnce = container.StdinOnce,
        Tty = container.Tty,
    };
}
