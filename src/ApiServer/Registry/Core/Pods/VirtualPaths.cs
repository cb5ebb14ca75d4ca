using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Files of one volume that overwrite each other, or of which one is the directory of another.</summary>
internal static class VirtualPaths
{
    public static void Check(Volume volume, ICollection<string> warnings)
    {
        if (volume.ConfigMap is { Items.Count: > 1 } map)
            Overlaps(volume, $"ConfigMap {QuotedText.Of(map.Name)}", [.. map.Items.Select(item => new Entry(item.Path))], warnings);
        if (volume.Secret is { Items.Count: > 1 } secret)
            Overlaps(volume, $"Secret {QuotedText.Of(secret.SecretName)}", [.. secret.Items.Select(item => new Entry(item.Path))], warnings);
        if (volume.DownwardAPI is { Items.Count: > 1 } downward)
            Overlaps(volume, "DownwardAPI", [.. downward.Items.Select(item => new Entry(item.Path))], warnings);
        if (volume.Projected is not { } projected) return;
        var entries = new List<Entry>(projected.Sources.Count);
        foreach (var part in projected.Sources)
        {
            if (part == VolumeProjection.Empty) warnings.Add($"volume {QuotedText.Of(volume.Name)} (Projected) has no sources provided");
            else AddEntries(part, entries);
        }

        Overlaps(volume, "Projected", entries, warnings);
    }

    /// <summary>Every pod with a token of its account has such a volume.</summary>
    private static void AddEntries(VolumeProjection part, List<Entry> entries)
    {
        if (part.ConfigMap is { } map)
        {
            foreach (var item in map.Items) entries.Add(new(item.Path, "ConfigMap", map.Name));
        }
        else if (part.Secret is { } secret)
        {
            foreach (var item in secret.Items) entries.Add(new(item.Path, "Secret", secret.Name));
        }
        else if (part.DownwardAPI is { } downward)
        {
            foreach (var item in downward.Items) entries.Add(new(item.Path, "DownwardAPI"));
        }
        else if (part.ServiceAccountToken is { } token)
        {
            entries.Add(new(token.Path, "ServiceAccountToken"));
        }
        else if (part.ClusterTrustBundle is { } bundle)
        {
            entries.Add(new(bundle.Path, "ClusterTrustBundle", bundle.Name ?? bundle.SignerName ?? ""));
        }
        else if (part.PodCertificate is { } certificate)
        {
            if (certificate.CertificateChainPath.Length > 0) entries.Add(new(certificate.CertificateChainPath, "PodCertificate chain"));
            if (certificate.KeyPath.Length > 0) entries.Add(new(certificate.KeyPath, "PodCertificate key"));
            if (certificate.CredentialBundlePath.Length > 0) entries.Add(new(certificate.CredentialBundlePath, "PodCertificate credential bundle"));
        }
    }

    private static void Overlaps(Volume volume, string description, List<Entry> entries, ICollection<string> warnings)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i] = entries[i] with { Path = entries[i].Path.TrimEnd('/') };
            for (var other = 0; other < i; other++)
                if (entry.Overlaps(entries[other]))
                    warnings.Add($"volume {QuotedText.Of(volume.Name)} ({description}): overlapping paths: {entry} with {entries[other]}");
        }
    }

    /// <param name="Path">Where the file is.</param>
    /// <param name="Source">The kind it is from, in a volume of several; else empty.</param>
    /// <param name="Name">The object it is from; null where the kind says all.</param>
    private readonly record struct Entry(string Path, string Source = "", string? Name = null)
    {
        public bool Overlaps(Entry other) =>
            Path.Length > 0 && other.Path.Length > 0
            && (IsIn(Path, other.Path) || IsIn(other.Path, Path));

        private static bool IsIn(string path, string directory) =>
            path.StartsWith(directory, StringComparison.Ordinal) && (path.Length == directory.Length || path[directory.Length] == '/');

        public override string ToString() => Source.Length == 0
            ? QuotedText.Of(Path)
            : $"{QuotedText.Of(Path)} ({(Name is null ? Source : $"{Source} {QuotedText.Of(Name)}")})";
    }
}
