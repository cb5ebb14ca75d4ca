using Kybernet.Api.Core.V1;
using Kybernet.Api.Node.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Pods;

/// <summary>A pod gets the overhead and the nodes of its runtime class. Upstream: <c>plugin/pkg/admission/runtimeclass</c>.</summary>
internal sealed class RuntimeClassAdmission(ClusterView cluster) : IAdmissionPlugin
{
    public string Name => "RuntimeClass";

    public bool Handles(ResourceInfo resource) => resource.GroupResource == Resources.Pods;

    public async ValueTask<Outcome<IObject?>> MutateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        if (attributes is not { Operation: AdmissionOperation.Create, Subresource: "" } || value is not Pod pod) return Outcome<IObject?>.Ok(value);
        var found = await FindAsync(attributes, pod, cancel);
        if (!found.TryGet(out var runtime, out var error)) return error;
        if (runtime is null) return Outcome<IObject?>.Ok(pod);
        var spec = pod.Spec;
        if (runtime.Overhead is { } overhead)
        {
            if (!spec.Overhead.IsEmpty && spec.Overhead != overhead.PodFixed) return Mismatch(attributes);
            spec = spec with { Overhead = overhead.PodFixed };
        }

        if (runtime.Scheduling is not { } scheduling) return Outcome<IObject?>.Ok(pod with { Spec = spec });
        var selector = spec.NodeSelector;
        foreach (var (key, wanted) in scheduling.NodeSelector)
        {
            if (selector.TryGetValue(key, out var given) && given != wanted)
            {
                return attributes.Forbidden(
                    $"conflict: runtimeClass.scheduling.nodeSelector[{key}] = {wanted}; pod.spec.nodeSelector[{key}] = {given}");
            }

            selector = selector.SetItem(key, wanted);
        }

        var tolerations = Tolerations.Merge(spec.Tolerations, scheduling.Tolerations);
        return Outcome<IObject?>.Ok(pod with { Spec = spec with { NodeSelector = selector, Tolerations = tolerations } });
    }

    public async ValueTask<ApiError?> ValidateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        if (attributes is not { Operation: AdmissionOperation.Create, Subresource: "" } || value is not Pod pod) return null;
        var found = await FindAsync(attributes, pod, cancel);
        if (!found.TryGet(out var runtime, out var error)) return error;
        if (runtime?.Overhead is { } overhead) return overhead.PodFixed == pod.Spec.Overhead ? null : Mismatch(attributes);
        return pod.Spec.Overhead.IsEmpty
            ? null
            : attributes.Forbidden("pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
    }

    private static ApiError Mismatch(AdmissionAttributes attributes) =>
        attributes.Forbidden("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");

    private async ValueTask<Outcome<RuntimeClass?>> FindAsync(AdmissionAttributes attributes, Pod pod, CancellationToken cancel)
    {
        if (pod.Spec.RuntimeClassName is not { } name) return (RuntimeClass?)null;
        var read = await ObjectReader.ReadCachedAsync(cluster.Resource(Resources.RuntimeClasses), name, cancel);
        if (!read.TryGet(out var stored, out var error)) return error;
        return stored?.Value is RuntimeClass found ? found : attributes.Forbidden($"pod rejected: RuntimeClass \"{name}\" not found");
    }
}
