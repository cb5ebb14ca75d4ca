using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>What the status says of the claims made for a pod.</summary>
internal static class PodClaimStatusRules
{
    public static void Check(FieldErrorList errors, FieldPath path, PodStatus status, PodSpec spec)
    {
        Claims(errors, path.Child("resourceClaimStatuses"), status, spec);
        if (status.ExtendedResourceClaimStatus is { } extended) Extended(errors, path.Child("extendedResourceClaimStatus"), extended, spec);
        Allocatable(errors, path.Child("nodeAllocatableResourceClaimStatuses"), status, spec);
    }

    private static void Claims(FieldErrorList errors, FieldPath path, PodStatus status, PodSpec spec)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < status.ResourceClaimStatuses.Count; i++)
        {
            var (claim, at) = (status.ResourceClaimStatuses[i], path.Index(i));
            if (!spec.ResourceClaims.Any(other => other.Name == claim.Name))
                errors.Reject(at.Child("name"), claim.Name, "must match the name of an entry in `spec.resourceClaims`");
            if (!names.Add(claim.Name)) errors.Repeated(at.Child("name"), claim.Name);
            if (claim.ResourceClaimName is { } name)
                errors.AddInvalid(at.Child("resourceClaimName"), name, DnsNames.IsDns1123Subdomain(name));
        }
    }

    private static void Extended(FieldErrorList errors, FieldPath path, PodExtendedResourceClaimStatus status, PodSpec spec)
    {
        var mappings = path.Child("requestMappings");
        if (status.RequestMappings.IsEmpty) errors.Demand(mappings, "at least one request mapping is required");
        var seen = new HashSet<ContainerExtendedResourceRequest>();
        for (var i = 0; i < status.RequestMappings.Count; i++)
        {
            var (mapping, at) = (status.RequestMappings[i], mappings.Index(i));
            var container = spec.Containers.Concat(spec.InitContainers).FirstOrDefault(other => other.Name == mapping.ContainerName);
            if (container is null)
                errors.Reject(
                    at.Child("containerName"), mapping.ContainerName,
                    "must match the name of an entry in spec.initContainers.name or spec.containers.name");
            else if (!container.Resources.Requests.ContainsKey(mapping.ResourceName))
                errors.Reject(
                    at.Child("resourceName"), mapping.ResourceName,
                    "must match the extended resource name of an entry in spec.initContainers.resources.requests "
                    + "or spec.containers.resources.requests");
            errors.AddInvalid(path.Child("requestName"), mapping.RequestName, DnsNames.IsDns1123Label(mapping.RequestName));
            if (seen.Add(mapping)) continue;
            errors.Repeated(at.Child("containerName"), mapping.ContainerName);
            errors.Repeated(at.Child("resourceName"), mapping.ResourceName);
            errors.Repeated(at.Child("requestName"), mapping.RequestName);
        }

        var name = status.ResourceClaimName;
        if (name.Length == 0) errors.Demand(path.Child("resourceClaimName"));
        else errors.AddInvalid(path.Child("resourceClaimName"), name, DnsNames.IsDns1123Subdomain(name));
    }

    private static void Allocatable(FieldErrorList errors, FieldPath path, PodStatus status, PodSpec spec)
    {
        for (var i = 0; i < status.NodeAllocatableResourceClaimStatuses.Count; i++)
        {
            var (claim, at) = (status.NodeAllocatableResourceClaimStatuses[i], path.Index(i));
            var name = claim.ResourceClaimName;
            if (name.Length == 0) errors.Demand(at.Child("resourceClaimName"), "must not be empty");
            if (!spec.ResourceClaims.Any(other => other.ResourceClaimName == name)
                && !status.ResourceClaimStatuses.Any(other => other.ResourceClaimName == name))
                errors.Reject(at.Child("resourceClaimName"), name, "no mapping found in pod reference");
            if (claim.Containers.IsEmpty) errors.Demand(at.Child("containers"), "must not be empty");
            if (claim.Resources.IsEmpty) errors.Demand(at.Child("resources"), "must not be empty");
            foreach (var (resource, amount) in claim.Resources)
            {
                var key = at.Child("resources").Key(resource);
                if (!ResourceNames.IsNative(resource))
                    errors.Reject(key, FieldValue.JsonString(resource), "must be a node allocatable resource name");
                if (amount.Sign < 0) errors.Reject(key, amount.ToString(), "must be non-negative");
            }
        }
    }
}
