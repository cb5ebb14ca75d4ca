using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission;

/// <summary>
/// Nothing is created in a namespace that does not exist or is on its way out; the first namespaces cannot be deleted.
/// Upstream: <c>plugin/namespace/lifecycle</c>.
/// </summary>
internal sealed class NamespaceLifecycle(ClusterView cluster) : IAdmissionPlugin
{
    private static readonly string[] s_undeletable = ["default", "kube-system", "kube-public"];

    public string Name => "NamespaceLifecycle";

    public bool Handles(ResourceInfo resource) => resource.IsNamespaced || resource.GroupResource == Resources.Namespaces;

    public async ValueTask<Outcome<IObject?>> MutateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        if (attributes is { Operation: AdmissionOperation.Delete, Resource.Resource: { Group: "", Resource: "namespaces" } })
        {
            return s_undeletable.Contains(attributes.Name)
                ? ApiError.Forbidden(attributes.Resource.GroupResource, attributes.Name, "this namespace may not be deleted")
                : Outcome<IObject?>.Ok(value);
        }

        if (attributes.Operation != AdmissionOperation.Create || !attributes.Resource.IsNamespaced) return Outcome<IObject?>.Ok(value);
        var read = await ObjectReader.ReadCachedAsync(cluster.Resource(Resources.Namespaces), attributes.Namespace, cancel);
        if (!read.TryGet(out var space, out var error)) return error;
        if (space is null) return ApiError.NotFound(Resources.Namespaces, attributes.Namespace);
        return space.Value is Namespace { Status.Phase: "Terminating" } terminating
            ? Terminating(attributes, terminating)
            : Outcome<IObject?>.Ok(value);
    }

    private static ApiError Terminating(AdmissionAttributes attributes, Namespace space)
    {
        var refused = ApiError.Forbidden(
            attributes.Resource.GroupResource, attributes.Name,
            $"unable to create new content in namespace {space.Metadata.Name} because it is being terminated");
        return refused with
        {
            Details = refused.Details! with
            {
                Causes = [new("NamespaceTerminating", $"namespace {space.Metadata.Name} is being terminated", "metadata.namespace")],
            },
        };
    }
}
