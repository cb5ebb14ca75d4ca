using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Files of one volume that overwrite each other, or of which one is the directory of another.</summary>
internal static class VirtualPaths
{
    public static void Check(Volume volume, ICollection<string> warnings)
    {
        if (volume.ConfigMap is { Items.Count: > 1 } map)
            Overlaps(volume, $"ConfigMap {QuotedText.Of(map.Name)}", map.Items.Select(item => new Entry(item.Path)), warnings);
        if (volume.Secret is { Items.Count: > 1 } secret)
            Overlaps(volume, $"Secret {QuotedText.Of(secret.SecretName)}", secret.Items.Select(item => new Entry(item.Path)), warnings);
        if (volume.DownwardAPI is { Items.Count: > 1 } downward)
            Overlaps(volume, "DownwardAPI", downward.Items.Select(item => new Entry(item.Path)), warnings);
        if (volume.Projected is not { } projected) return;
        var entries = new List<Entry>();
        foreach (var part in projected.Sources)
        {
            if (part == VolumeProjection.Empty) warnings.Add($"volume {QuotedText.Of(volume.Name)} (Projected) has no sources provided");
            else entries.AddRange(Entries(part));
        }

        Overlaps(volume, "Projected", entries, warnings);
    }

    private static IEnumerable<Entry> Entries(VolumeProjection part)
    {
        if (part.ConfigMap is { } map)
            return map.Items.Select(item => new Entry(item.Path, "ConfigMap", map.Name));
        if (part.Secret is { } secret)
            return secret.Items.Select(item => new Entry(item.Path, "Secret", secret.Name));
        if (part.DownwardAPI is { } downward) return downward.Items.Select(item => new Entry(item.Path, "DownwardAPI"));
        if (part.ServiceAccountToken is { } token) return [new(token.Path, "ServiceAccountToken")];
        if (part.ClusterTrustBundle is { } bundle)
            return [new(bundle.Path, "ClusterTrustBundle", bundle.Name ?? bundle.SignerName ?? "")];
        return part.PodCertificate is not { } certificate
            ? []
            : new Entry[]
            {
                new(certificate.CertificateChainPath, "PodCertificate chain"),
                new(certificate.KeyPath, "PodCertificate key"),
                new(certificate.CredentialBundlePath, "PodCertificate credential bundle"),
            }.Where(entry => entry.Path.Length > 0);
    }

    private static void Overlaps(Volume volume, string description, IEnumerable<Entry> entries, ICollection<string> warnings)
    {
        var before = new List<Entry>();
        foreach (var entry in entries.Select(entry => entry with { Path = entry.Path.TrimEnd('/') }))
        {
            foreach (var other in before)
                if (entry.Overlaps(other))
                    warnings.Add($"volume {QuotedText.Of(volume.Name)} ({description}): overlapping paths: {entry} with {other}");
            before.Add(entry);
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
