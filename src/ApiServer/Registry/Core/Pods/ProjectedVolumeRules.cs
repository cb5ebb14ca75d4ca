using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Volumes of several sources in one directory. No two make the same file.</summary>
internal static class ProjectedVolumeRules
{
    private const long MinTokenSeconds = 10 * 60;
    private const long MaxTokenSeconds = 1L << 32;

    public static void Check(PodCheck check, FieldPath path, ProjectedVolumeSource volume)
    {
        PathRules.FileMode(check.Errors, path.Child("defaultMode"), volume.DefaultMode);
        var files = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < volume.Sources.Count; i++)
        {
            var source = volume.Sources[i];
            var at = path.Child("sources").Index(i);
            Objects(check.Errors, path, at, source, files);
            if (source.ServiceAccountToken is { } token) Token(check, path, at.Child("serviceAccountToken"), token);
            if (source.ClusterTrustBundle is { } bundle)
            {
                TrustBundle(check.Errors, at.Child("clusterTrustBundle"), bundle);
                Take(check.Errors, path, bundle.Path, bundle.Path, files);
            }

            if (source.PodCertificate is { } certificate)
                PodCertificateRules.Check(
                    check.Errors, at.Child("podCertificate"), certificate, file => Take(check.Errors, path, file, file, files));
            if (Count(source) > 1) check.Errors.Forbid(at, "may not specify more than 1 volume type per source");
        }
    }

    /// <summary>True when a token's file is outside of its volume: a stored pod may have one.</summary>
    public static bool HasNonLocalTokenPath(PodSpec spec)
    {
        var errors = new FieldErrorList();
        foreach (var volume in spec.Volumes)
            foreach (var source in volume.Projected?.Sources ?? [])
                if (source.ServiceAccountToken is { } token) PathRules.LocalNonReserved(errors, FieldPath.None, token.Path);
        return !errors.IsEmpty;
    }

    private static int Count(VolumeProjection source)
    {
        ReadOnlySpan<bool> set =
        [
            source.Secret is not null, source.ConfigMap is not null, source.DownwardAPI is not null,
            source.ServiceAccountToken is not null, source.ClusterTrustBundle is not null, source.PodCertificate is not null,
        ];
        return set.Count(true);
    }

    private static void Objects(FieldErrorList errors, FieldPath volume, FieldPath path, VolumeProjection source, HashSet<string> files)
    {
        if (source.Secret is { } secret) Keys(errors, volume, path.Child("secret"), secret.Name, secret.Items, files);
        if (source.ConfigMap is { } map) Keys(errors, volume, path.Child("configMap"), map.Name, map.Items, files);
        foreach (var item in source.DownwardAPI?.Items ?? [])
        {
            DownwardRules.Item(errors, path.Child("downwardAPI"), item);
            if (item.Path.Length > 0) Take(errors, volume, item.Path, item.Path, files);
        }
    }

    private static void Keys(
        FieldErrorList errors, FieldPath volume, FieldPath path, string name, ListOf<KeyToPath> items, HashSet<string> files)
    {
        if (name.Length == 0) errors.Demand(path.Child("name"));
        for (var i = 0; i < items.Count; i++)
        {
            ObjectVolumeRules.File(errors, path.Child("items").Index(i), items[i]);
            if (items[i].Path.Length > 0) Take(errors, volume, items[i].Path, name, files);
        }
    }

    private static void Token(PodCheck check, FieldPath volume, FieldPath path, ServiceAccountTokenProjection token)
    {
        var seconds = token.ExpirationSeconds ?? 0;
        if (seconds < MinTokenSeconds)
            check.Errors.Reject(path.Child("expirationSeconds"), seconds, "may not specify a duration less than 10 minutes");
        if (seconds > MaxTokenSeconds)
            check.Errors.Reject(path.Child("expirationSeconds"), seconds, "may not specify a duration larger than 2^32 seconds");
        if (token.Path.Length == 0) check.Errors.Demand(volume.Child("path"));
        else if (!check.Options.NonLocalTokenPath) PathRules.LocalNonReserved(check.Errors, volume.Child("path"), token.Path);
    }

    private static void TrustBundle(FieldErrorList errors, FieldPath path, ClusterTrustBundleProjection bundle)
    {
        if (bundle is { Name: not null, SignerName: not null })
            errors.Reject(path, ImmutableRules.Shown(bundle), "only one of name and signerName may be used");
        else if (bundle.Name is { } name)
        {
            if (name.Length == 0) errors.Demand(path.Child("name"), "must be a valid object name");
            foreach (var problem in SignerNames.IsTrustBundleName(name))
                errors.Reject(path.Child("name"), name, $"not a valid clustertrustbundlename: {problem}");
            if (bundle.LabelSelector is { } selector)
                errors.Reject(
                    path.Child("labelSelector"), ImmutableRules.Shown(selector), "labelSelector must be unset if name is specified");
        }
        else if (bundle.SignerName is { } signer)
        {
            if (signer.Length == 0) errors.Demand(path.Child("signerName"), "must be a valid signer name");
            SignerNames.Check(errors, path.Child("signerName"), signer);
            LabelSelectorRules.Validate(errors, path.Child("labelSelector"), bundle.LabelSelector.ToTerms());
        }
        else errors.Demand(path, "either name or signerName must be specified");

        if (bundle.Path.Length == 0) errors.Demand(path.Child("path"));
        PathRules.LocalNonReserved(errors, path.Child("path"), bundle.Path);
    }

    private static void Take(FieldErrorList errors, FieldPath volume, string file, string shown, HashSet<string> files)
    {
        if (!files.Add(file)) errors.Reject(volume, shown, "conflicting duplicate paths");
    }
}
