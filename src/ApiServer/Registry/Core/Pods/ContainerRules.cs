using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Rules of regular and of init containers. Upstream: <c>validateContainers</c>, <c>validateInitContainers</c>.</summary>
internal static class ContainerRules
{
    private const string OnlySidecars = "may not be set for init containers without restartPolicy=Always";

    public static void Regular(PodCheck check, FieldPath path)
    {
        var containers = check.Spec.Containers;
        var names = new MetNames();
        for (var i = 0; i < containers.Count; i++)
        {
            var at = path.Index(i);
            Shared(check, at, containers[i]);
            if (!names.Add(containers[i].Name)) check.Errors.Repeated(at.Child("name"), containers[i].Name);
            Actions(check, at, containers[i]);
            ContainerRestartRules.Policy(check.Errors, at, containers[i].RestartPolicy, containers[i].RestartPolicyRules);
        }

        HostPorts(check.Errors, path, containers);
    }

    public static void Init(PodCheck check, FieldPath path)
    {
        if (check.Spec.InitContainers.IsEmpty) return;
        var names = check.Spec.Containers.Select(container => container.Name).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < check.Spec.InitContainers.Count; i++)
        {
            var container = check.Spec.InitContainers[i];
            var at = path.Index(i);
            Shared(check, at, container);
            if (container.RestartPolicy is not null || !container.RestartPolicyRules.IsEmpty)
                ContainerRestartRules.Policy(check.Errors, at, container.RestartPolicy, container.RestartPolicyRules);
            if (container.Name.Length > 0 && !names.Add(container.Name)) check.Errors.Repeated(at.Child("name"), container.Name);
            // Init containers run one after the other: each has the host's ports for itself.
            HostPorts(check.Errors, path, [container]);
            if (PodContainers.IsSidecar(container)) Actions(check, at, container);
            else NoSidecar(check, at, container);
        }
    }

    /// <summary>What containers of all kinds have in common.</summary>
    public static void Shared(PodCheck check, FieldPath path, Container container)
    {
        var errors = check.Errors;
        PortNames(errors, path.Child("ports"), container.Ports);
        EnvironmentRules.Variables(errors, path.Child("env"), container.Env);
        EnvironmentRules.Sources(errors, path.Child("envFrom"), container.EnvFrom);
        MountRules.Mounts(check, path.Child("volumeMounts"), container);
        MountRules.Devices(check, path.Child("volumeDevices"), container);
        ResourceRules.Container(check, path.Child("resources"), container.Resources);
        ContainerRestartRules.Resizes(check, path.Child("resizePolicy"), container.ResizePolicy);
        SecurityContextRules.Container(check, path.Child("securityContext"), container.SecurityContext);
    }

    /// <summary>The image of a pod's container; templates are not held to it.</summary>
    public static void OnlyForPods(FieldErrorList errors, FieldPath path, Container container)
    {
        if (container.Image.Length != container.Image.Trim().Length)
            errors.Reject(path.Child("image"), container.Image, "must not have leading or trailing whitespace");
    }

    private static void Actions(PodCheck check, FieldPath path, Container container)
    {
        ActionRules.Lifecycle(check, path.Child("lifecycle"), container.Lifecycle);
        ActionRules.Liveness(check, path.Child("livenessProbe"), container.LivenessProbe);
        ActionRules.Readiness(check, path.Child("readinessProbe"), container.ReadinessProbe);
        ActionRules.Startup(check, path.Child("startupProbe"), container.StartupProbe);
    }

    private static void NoSidecar(PodCheck check, FieldPath path, Container container)
    {
        if (container.Lifecycle is not null) check.Errors.Forbid(path.Child("lifecycle"), OnlySidecars);
        if (container.LivenessProbe is not null) check.Errors.Forbid(path.Child("livenessProbe"), OnlySidecars);
        if (container.ReadinessProbe is not null) check.Errors.Forbid(path.Child("readinessProbe"), OnlySidecars);
        if (container.StartupProbe is not null) check.Errors.Forbid(path.Child("startupProbe"), OnlySidecars);
        if (check.Options.RestartOfInitContainers) return;
        for (var i = 0; i < container.ResizePolicy.Count; i++)
            if (container.ResizePolicy[i].RestartPolicy == ResourceResizeRestartPolicy.RestartContainer)
                check.Errors.Reject(
                    path.Child("resizePolicy").Index(i).Child("restartPolicy"),
                    FieldValue.JsonString(ResourceResizeRestartPolicy.RestartContainer),
                    "must not be set to 'RestartContainer' for non-sidecar initContainers");
    }

    private static void PortNames(FieldErrorList errors, FieldPath path, ListOf<ContainerPort> ports)
    {
        if (ports.Count < 2) return;
        var names = new MetNames();
        for (var i = 0; i < ports.Count; i++)
        {
            var name = ports[i].Name;
            if (name.Length > 0 && Numbers.IsValidPortName(name).IsEmpty && !names.Add(name))
                errors.Repeated(path.Index(i).Child("name"), name);
        }
    }

    private static void HostPorts(FieldErrorList errors, FieldPath path, ListOf<Container> containers)
    {
        HashSet<string>? taken = null;
        for (var i = 0; i < containers.Count; i++)
        {
            for (var j = 0; j < containers[i].Ports.Count; j++)
            {
                var port = containers[i].Ports[j];
                if (port.HostPort == 0) continue;
                var key = $"{port.Protocol}/{port.HostIP}/{port.HostPort}";
                if (!(taken ??= new(StringComparer.Ordinal)).Add(key))
                    errors.Repeated(path.Index(i).Child("ports").Index(j).Child("hostPort"), key);
            }
        }
    }
}
