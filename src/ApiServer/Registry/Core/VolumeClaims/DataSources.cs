using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Registry.Core.VolumeClaims;

/// <summary>
/// What a claim's volume is filled from: <c>dataSource</c>, which once took claims and snapshots only, and
/// <c>dataSourceRef</c>, which takes anything; each is copied to the other when that is empty. Upstream:
/// <c>pkg/api/persistentvolumeclaim/util.go</c>.
/// </summary>
internal static class DataSources
{
    /// <param name="spec">The new spec.</param>
    /// <param name="old">The spec before; null on creation.</param>
    public static PersistentVolumeClaimSpec Prepare(PersistentVolumeClaimSpec spec, PersistentVolumeClaimSpec? old)
    {
        // References into other namespaces are off, unless the claim has a reference already.
        if (!string.IsNullOrEmpty(spec.DataSourceRef?.Namespace) && old?.DataSourceRef is null) spec = spec with { DataSourceRef = null };
        var isInUse = old is not null && (old.DataSource is not null || old.DataSourceRef is not null);
        if (!isInUse && spec.DataSourceRef is null && spec.DataSource is { } source && !IsOfOld(source)) spec = spec with { DataSource = null };
        return Normalize(spec);
    }

    /// <summary>The two fields alike, as claims stored by releases of old may not have them.</summary>
    public static PersistentVolumeClaimSpec Normalize(PersistentVolumeClaimSpec spec)
    {
        if (spec is { DataSource: { } source, DataSourceRef: null })
            return spec with { DataSourceRef = new() { ApiGroup = source.ApiGroup, Kind = source.Kind, Name = source.Name } };
        if (spec is { DataSource: null, DataSourceRef: { } reference } && string.IsNullOrEmpty(reference.Namespace))
            return spec with { DataSource = new() { ApiGroup = reference.ApiGroup, Kind = reference.Kind, Name = reference.Name } };
        return spec;
    }

    private static bool IsOfOld(TypedLocalObjectReference source) => (source.Kind, source.ApiGroup ?? "")
        is ("PersistentVolumeClaim", "") or ("VolumeSnapshot", "snapshot.storage.k8s.io");
}
