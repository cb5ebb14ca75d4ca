using Kybernet.ApiServer.Pipeline;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission;

/// <summary>
/// Who changes an object's owners may delete it, and who lets it block the deletion of an owner may finalize that owner.
/// Off by default. Upstream: <c>plugin/pkg/admission/gc</c>.
/// </summary>
internal sealed class OwnerReferencesPermissionEnforcement(ClusterView cluster) : IAdmissionPlugin
{
    public string Name => "OwnerReferencesPermissionEnforcement";

    public async ValueTask<ApiError?> ValidateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        if (attributes.Operation is not (AdmissionOperation.Create or AdmissionOperation.Update) || value is null) return null;
        if (attributes.Resource.GroupResource == Resources.Pods && attributes.Subresource == "status") return null;
        if (value.Metadata.OwnerReferences == (old?.Metadata.OwnerReferences ?? default)) return null;
        if (attributes.Operation != AdmissionOperation.Create)
        {
            var resource = attributes.Resource.Resource;
            var (allowed, reason) = await MayAsync(
                attributes, "delete", new(resource.Group, resource.Resource), attributes.Subresource, attributes.Namespace, attributes.Name, cancel);
            if (!allowed) return attributes.Forbidden($"cannot set an ownerRef on a resource you can't delete: {reason}, <nil>");
        }

        var owners = value.Metadata.OwnerReferences;
        for (var i = 0; i < owners.Count; i++)
        {
            var owner = owners[i];
            if (owner.BlockOwnerDeletion != true || WasBlocking(old, owner)) continue;
            var group = GroupVersionKind.FromApiVersionAndKind(owner.ApiVersion, owner.Kind);
            if (cluster.ResourceOf(group) is not { } info)
            {
                return attributes.Forbidden(
                    $"cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion {owner.ApiVersion} Kind {owner.Kind}");
            }

            var space = info.IsNamespaced ? attributes.Namespace : "";
            var (allowed, reason) = await MayAsync(attributes, "update", info.GroupResource, "finalizers", space, owner.Name, cancel);
            if (!allowed)
            {
                return attributes.Forbidden(
                    $"cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: {reason}, <nil>");
            }
        }

        return null;
    }

    private static bool WasBlocking(IObject? old, OwnerReference owner)
    {
        foreach (var one in old?.Metadata.OwnerReferences ?? default)
            if (one.Uid == owner.Uid && one.BlockOwnerDeletion == true) return true;
        return false;
    }

    private async ValueTask<(bool Allowed, string Reason)> MayAsync(
        AdmissionAttributes attributes, string verb, GroupResource resource, string subresource, string @namespace, string name, CancellationToken cancel)
    {
        var request = new RequestInfo
        {
            Path = "",
            Verb = verb,
            IsResourceRequest = true,
            ApiGroup = resource.Group,
            ApiVersion = "*",
            Resource = resource.Resource,
            Subresource = subresource,
            Namespace = @namespace,
            Name = name,
        };
        var decision = await cluster.Authorizer.AuthorizeAsync(attributes.User, request, cancel);
        return (decision.IsAllowed, decision.Reason);
    }
}
