using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Resources;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.VolumeClaims;

/// <summary>What the binder, the resizer and the kubelet write. Upstream: <c>ValidatePersistentVolumeClaimStatusUpdate</c>.</summary>
internal sealed class VolumeClaimStatusStrategy : UpdateStrategy<PersistentVolumeClaim>
{
    private static readonly FieldPath s_status = FieldPath.Of("status");

    public override PersistentVolumeClaim PrepareForUpdate(
        PersistentVolumeClaim value, PersistentVolumeClaim old, WriteContext context) => value with { Spec = old.Spec };

    public override void ValidateUpdate(PersistentVolumeClaim value, PersistentVolumeClaim old, FieldErrorList errors)
    {
        if (value.Metadata.ResourceVersion.Length == 0) errors.Add(FieldError.Required(FieldPath.Of("resourceVersion"), ""));
        if (value.Spec.AccessModes.IsEmpty) errors.Add(FieldError.Required(FieldPath.Of("Spec").Child("accessModes"), ""));
        foreach (var (name, amount) in value.Status.Capacity)
            ResourceNameRules.Basic(errors, s_status.Child("capacity").Key(name), amount);
        var statuses = s_status.Child("allocatedResourceStatuses");
        foreach (var (name, status) in value.Status.AllocatedResourceStatuses)
        {
            CheckName(name, statuses, errors);
            // Upstream shows the resource, not its status.
            if (!ClaimResourceStatus.Values.Contains(status))
                errors.Add(FieldError.NotSupported(statuses, FieldValue.JsonString(name), Sorted(ClaimResourceStatus.Values)));
        }

        foreach (var (name, amount) in value.Status.AllocatedResources)
            CheckAllocated(name, amount, s_status.Child("allocatedResources"), errors);
    }

    private static void CheckAllocated(string name, Machinery.Values.Quantity amount, FieldPath path, FieldErrorList errors)
    {
        if (!CheckName(name, path, errors)) return;
        var before = errors.Count;
        ResourceNameRules.Basic(errors, path.Key(name), amount);
        if (errors.Count == before) ResourceNameRules.Amount(errors, path.Key(name), ResourceNames.Storage, amount);
    }

    /// <summary>Storage, or a qualified name outside of kubernetes.io.</summary>
    private static bool CheckName(string name, FieldPath path, FieldErrorList errors)
    {
        var before = errors.Count;
        errors.AddInvalid(path, name, QualifiedNames.IsQualifiedName(name));
        if (errors.Count == before && ResourceNames.IsNative(name) && name != ResourceNames.Storage)
            errors.Add(FieldError.NotSupported(path, name, [ResourceNames.Storage]));
        return errors.Count == before;
    }

    private static string[] Sorted(ReadOnlySpan<string> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted, Utf8Order.Comparer);
        return sorted;
    }
}
