using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Admission.Storage;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Admission.Quota;

/// <summary>Measures volume claims, altogether and for each storage class. Upstream: <c>evaluator/core/persistent_volume_claims.go</c>.</summary>
internal sealed class ClaimEvaluator() : QuotaEvaluator(Resources.VolumeClaims, Claims)
{
    private const string Claims = "persistentvolumeclaims";
    private const string Storage = "requests.storage";
    private const string ClassSuffix = ".storageclass.storage.k8s.io/";

    public override bool Handles(AdmissionAttributes attributes, IObject value, IObject? old)
    {
        if (attributes.Subresource.Length == 0) return attributes.Operation is AdmissionOperation.Create or AdmissionOperation.Update;
        return attributes is { Subresource: "status", Operation: AdmissionOperation.Update }
            && (((PersistentVolumeClaim)value).Status.AllocatedResources != ((PersistentVolumeClaim)old!).Status.AllocatedResources
                || !AttributeClasses((PersistentVolumeClaim)value).SetEquals(AttributeClasses((PersistentVolumeClaim)old)));
    }

    public override bool Matches(string name) =>
        base.Matches(name) || name == Storage || name.EndsWith(ClassSuffix + Claims, StringComparison.Ordinal)
        || name.EndsWith(ClassSuffix + Storage, StringComparison.Ordinal);

    public override bool IsIn(ScopedResourceSelectorRequirement scope, IObject value) =>
        scope.ScopeName == ResourceQuotaScope.VolumeAttributesClass && Selects(scope, AttributeClasses((PersistentVolumeClaim)value));

    public override MapOf<Quantity> Usage(IObject value, DateTimeOffset now)
    {
        var claim = (PersistentVolumeClaim)value;
        var usage = base.Usage(value, now);
        var storage = ClaimClass.Of(claim);
        if (storage.Length > 0) usage = usage.SetItem(storage + ClassSuffix + Claims, One);
        if (!claim.Spec.Resources.Requests.TryGetValue("storage", out var size)) return usage;
        if (claim.Status.AllocatedResources.TryGetValue("storage", out var allocated) && allocated > size) size = allocated;
        size = size.RoundUp(0);
        usage = usage.SetItem(Storage, size);
        return storage.Length == 0 ? usage : usage.SetItem(storage + ClassSuffix + Storage, size);
    }

    private static HashSet<string> AttributeClasses(PersistentVolumeClaim claim)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (claim.Spec.VolumeAttributesClassName is { Length: > 0 } wanted) names.Add(wanted);
        if (claim.Status.CurrentVolumeAttributesClassName is { Length: > 0 } current) names.Add(current);
        if (claim.Status.ModifyVolumeStatus is { TargetVolumeAttributesClassName: { Length: > 0 } target }) names.Add(target);
        return names;
    }
}
