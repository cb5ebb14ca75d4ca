using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>The fields that only a load balancer has.</summary>
internal static class LoadBalancerRules
{
    private const string SourceRanges = "service.beta.kubernetes.io/load-balancer-source-ranges";
    private const string OnlyHere = "may only be used when `type` is 'LoadBalancer'";

    public static void Check(Service service, Service? old, FieldErrorList errors)
    {
        CheckSourceRanges(service, old, errors);
        var allocate = ServiceRules.Spec.Child("allocateLoadBalancerNodePorts");
        if (service.Spec.AllocateLoadBalancerNodePorts is not null && !service.IsLoadBalancer)
            errors.Add(FieldError.Forbidden(allocate, OnlyHere));
        // Upstream leaves "spec" out of this path.
        if (service.IsLoadBalancer && service.Spec.AllocateLoadBalancerNodePorts is null)
            errors.Add(FieldError.Required(FieldPath.Of("allocateLoadBalancerNodePorts"), ""));
        CheckClass(service, errors);
    }

    private static void CheckClass(Service service, FieldErrorList errors)
    {
        if (service.Spec.LoadBalancerClass is not { } name) return;
        var path = ServiceRules.Spec.Child("loadBalancerClass");
        if (service.IsLoadBalancer) FormatRules.QualifiedName(errors, path, name);
        else errors.Add(FieldError.Forbidden(path, OnlyHere));
    }

    /// <summary>The field, or else the annotation that came before it. Blanks around a range are part of the API.</summary>
    private static void CheckSourceRanges(Service service, Service? old, FieldErrorList errors)
    {
        if (!service.Spec.LoadBalancerSourceRanges.IsEmpty)
        {
            // The capital is upstream's.
            var path = ServiceRules.Spec.Child("LoadBalancerSourceRanges");
            if (!service.IsLoadBalancer) errors.Add(FieldError.Forbidden(path, OnlyHere));
            string[] had = old is null ? [] : [.. old.Spec.LoadBalancerSourceRanges.Select(range => range.Trim())];
            for (var i = 0; i < service.Spec.LoadBalancerSourceRanges.Count; i++)
                IpRules.IsValidCidrForLegacyField(errors, path.Index(i), service.Spec.LoadBalancerSourceRanges[i].Trim(), strict: true, had);
            return;
        }

        if (!service.Metadata.Annotations.TryGetValue(SourceRanges, out var ranges)) return;
        var annotation = FieldPath.Of("metadata").Child("annotations").Key(SourceRanges);
        if (!service.IsLoadBalancer) errors.Add(FieldError.Forbidden(annotation, OnlyHere));
        if (ranges.AsSpan().Trim().IsEmpty || old?.Metadata.Annotations.GetValueOrDefault(SourceRanges) == ranges) return;
        foreach (var range in ranges.Split(',')) IpRules.IsValidCidrForLegacyField(errors, annotation, range.Trim(), strict: true);
    }
}
