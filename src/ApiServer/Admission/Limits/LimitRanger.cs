using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Limits;

/// <summary>
/// Gives containers the defaults of their namespace's LimitRanges, and refuses what breaks them. Upstream: <c>plugin/pkg/admission/limitranger</c>.
/// </summary>
internal sealed class LimitRanger(ClusterView cluster) : AdmissionPlugin("LimitRanger", Resources.Pods, Resources.VolumeClaims)
{
    protected override Outcome<IObject> Mutate(AdmissionAttributes attributes, IObject value, IObject? old)
    {
        if (value is not Pod pod || !Applies(attributes, old)) return Outcome<IObject>.Ok(value);
        foreach (var range in cluster.In<LimitRange>(Resources.LimitRanges, attributes.Namespace)) pod = LimitDefaults.Apply(pod, range);
        return Outcome<IObject>.Ok(pod);
    }

    protected override ApiError? Validate(AdmissionAttributes attributes, IObject? value, IObject? old)
    {
        if (value is null || !Applies(attributes, old)) return null;
        foreach (var range in cluster.In<LimitRange>(Resources.LimitRanges, attributes.Namespace))
        {
            var errors = new List<string>();
            foreach (var limit in range.Spec.Limits) LimitRules.Check(limit, value, errors);
            if (errors.Count > 0) return attributes.Forbidden(Aggregate(errors));
        }

        return null;
    }

    /// <summary>New pods, pods that are resized, claims; nothing that is on its way out.</summary>
    private static bool Applies(AdmissionAttributes attributes, IObject? old)
    {
        if (old?.Metadata.DeletionTimestamp is not null) return false;
        var isPod = attributes.Resource.GroupResource == Resources.Pods;
        return attributes.Operation switch
        {
            AdmissionOperation.Create => attributes.Subresource.Length == 0,
            AdmissionOperation.Update => isPod ? attributes.Subresource == "resize" : attributes.Subresource.Length == 0,
            _ => false,
        };
    }

    /// <summary>As Go's <c>errors.NewAggregate</c>: each message once, several in brackets.</summary>
    private static string Aggregate(List<string> errors)
    {
        var distinct = errors.Distinct().ToList();
        return distinct.Count == 1 ? distinct[0] : $"[{string.Join(", ", distinct)}]";
    }
}
