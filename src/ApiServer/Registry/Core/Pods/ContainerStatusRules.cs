using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>What the status says of the users of containers and of the health of their devices.</summary>
internal static class ContainerStatusRules
{
    private const int MaxMessageLength = 1024;

    public static void Check(FieldErrorList errors, FieldPath path, PodStatus status, PodSpec spec)
    {
        var (regular, init, ephemeral) =
            (path.Child("containerStatuses"), path.Child("initContainerStatuses"), path.Child("ephemeralContainerStatuses"));
        var os = spec.Os?.Name ?? OSName.Linux;
        Users(errors, regular, status.ContainerStatuses, os);
        Users(errors, init, status.InitContainerStatuses, os);
        Users(errors, ephemeral, status.EphemeralContainerStatuses, os);
        Devices(errors, regular, status.ContainerStatuses, spec.Containers);
        Devices(errors, init, status.InitContainerStatuses, spec.InitContainers);
        for (var i = 0; i < status.EphemeralContainerStatuses.Count; i++)
            if (!status.EphemeralContainerStatuses[i].AllocatedResourcesStatus.IsEmpty)
                errors.Forbid(ephemeral.Index(i).Child("allocatedResourcesStatus"), "must not be specified in container status");
    }

    private static void Users(FieldErrorList errors, FieldPath path, ListOf<ContainerStatus> statuses, string os)
    {
        for (var i = 0; i < statuses.Count; i++)
        {
            if (statuses[i].User?.Linux is not { } user) continue;
            var at = path.Index(i).Child("user").Child("linux");
            if (os == OSName.Windows) errors.Forbid(at, "cannot be set for a windows pod");
            if (os != OSName.Linux) continue;
            errors.AddInvalid(at.Child("uid"), user.Uid, Numbers.IsValidUserId(user.Uid));
            errors.AddInvalid(at.Child("gid"), user.Gid, Numbers.IsValidGroupId(user.Gid));
            for (var j = 0; j < user.SupplementalGroups.Count; j++)
                errors.AddInvalid(
                    at.Child("supplementalGroups").Index(j), user.SupplementalGroups[j],
                    Numbers.IsValidGroupId(user.SupplementalGroups[j]));
        }
    }

    private static void Devices(FieldErrorList errors, FieldPath path, ListOf<ContainerStatus> statuses, ListOf<Container> containers)
    {
        for (var i = 0; i < statuses.Count; i++)
        {
            // A container that is not there any more is not missed.
            var container = containers.FirstOrDefault(container => container.Name == statuses[i].Name);
            for (var j = 0; j < statuses[i].AllocatedResourcesStatus.Count; j++)
            {
                var (resource, at) = (statuses[i].AllocatedResourcesStatus[j], path.Index(i).Child("allocatedResourcesStatus").Index(j));
                if (container is not null && Problem(container, resource.Name) is { } problem)
                    errors.Reject(at.Child("name"), FieldValue.JsonString(resource.Name), problem);
                Health(errors, at.Child("resources"), resource.Resources);
            }
        }
    }

    private static string? Problem(Container container, string name)
    {
        if (!name.StartsWith("claim:", StringComparison.Ordinal))
            return container.Resources.Requests.ContainsKey(name) ? null : "must match one of the container's resource requests";
        var found = container.Resources.Claims.Any(claim =>
            name == "claim:" + claim.Name + (claim.Request.Length > 0 ? "/" + claim.Request : ""));
        return found
            ? null
            : "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' "
                + "or 'claim:<claimName>' if request is empty";
    }

    private static void Health(FieldErrorList errors, FieldPath path, ListOf<ResourceHealth> devices)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < devices.Count; i++)
        {
            var (device, at) = (devices[i], path.Index(i));
            EnumRules.Supported(errors, at.Child("health"), device.Health, ResourceHealthStatus.Values);
            if (device.Message is "") errors.Demand(at.Child("message"), "must be non-empty if specified");
            LengthRules.MaxBytes(errors, at.Child("message"), device.Message, MaxMessageLength);
            if (!ids.Add(device.ResourceID)) errors.Repeated(at.Child("resourceID"), FieldValue.JsonString(device.ResourceID));
        }
    }
}
