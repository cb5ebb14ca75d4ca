using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>The containers of a pod, whatever their kind.</summary>
internal static class PodContainers
{
    /// <summary>Init containers, containers and ephemeral containers, with their paths.</summary>
    public static IEnumerable<(Container Container, FieldPath Path)> All(PodSpec spec, FieldPath path)
    {
        var init = path.Child("initContainers");
        for (var i = 0; i < spec.InitContainers.Count; i++) yield return (spec.InitContainers[i], init.Index(i));
        var regular = path.Child("containers");
        for (var i = 0; i < spec.Containers.Count; i++) yield return (spec.Containers[i], regular.Index(i));
        var ephemeral = path.Child("ephemeralContainers");
        for (var i = 0; i < spec.EphemeralContainers.Count; i++)
            yield return (ToContainer(spec.EphemeralContainers[i]), ephemeral.Index(i));
    }

    /// <inheritdoc cref="All(PodSpec, FieldPath)"/>
    public static IEnumerable<Container> All(PodSpec spec)
    {
        for (var i = 0; i < spec.InitContainers.Count; i++) yield return spec.InitContainers[i];
        for (var i = 0; i < spec.Containers.Count; i++) yield return spec.Containers[i];
        for (var i = 0; i < spec.EphemeralContainers.Count; i++) yield return ToContainer(spec.EphemeralContainers[i]);
    }

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
