using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Certificates that a pod's volume asks a signer for.</summary>
internal static class PodCertificateRules
{
    private const int MinSeconds = 3600;
    private const int MaxSeconds = 91 * 24 * 60 * 60;
    private const int MaxSecondsOfOwnSigners = 24 * 60 * 60;

    private static readonly string[] s_keyTypes = ["RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"];

    /// <param name="take">Reserves a file in the volume.</param>
    public static void Check(FieldErrorList errors, FieldPath path, PodCertificateProjection certificate, Action<string> take)
    {
        SignerNames.Check(errors, path.Child("signerName"), certificate.SignerName);
        Annotations(errors, path.Child("userAnnotations"), certificate.UserAnnotations);
        if (!s_keyTypes.AsSpan().Contains(certificate.KeyType))
            errors.Add(FieldError.NotSupported(path.Child("keyType"), certificate.KeyType, s_keyTypes));
        if (certificate.MaxExpirationSeconds is { } seconds)
            Lifetime(errors, path.Child("maxExpirationSeconds"), seconds, SignerNames.IsKubernetesOwn(certificate.SignerName));
        File(errors, path.Child("credentialBundlePath"), certificate.CredentialBundlePath, take);
        File(errors, path.Child("keyPath"), certificate.KeyPath, take);
        File(errors, path.Child("certificateChainPath"), certificate.CertificateChainPath, take);
        if (certificate is { CredentialBundlePath: "", KeyPath: "", CertificateChainPath: "" })
            errors.Demand(path, "specify at least one of credentialBundlePath, keyPath, and certificateChainPath");
    }

    private static void Annotations(FieldErrorList errors, FieldPath path, MapOf<string> annotations)
    {
        foreach (var (key, _) in annotations) QualifiedNames.IsDomainPrefixedKey(errors, path, key.ToLowerInvariant());
        var size = annotations.Sum(entry => (long)entry.Key.Length + entry.Value.Length);
        if (size > MetadataRules.TotalAnnotationSizeLimitBytes)
            errors.Add(FieldError.TooLong(path, MetadataRules.TotalAnnotationSizeLimitBytes));
    }

    private static void Lifetime(FieldErrorList errors, FieldPath path, int seconds, bool ownSigner)
    {
        var max = ownSigner ? MaxSecondsOfOwnSigners : MaxSeconds;
        if (seconds < MinSeconds) errors.Reject(path, seconds, $"if provided, maxExpirationSeconds must be >= {MinSeconds}");
        if (seconds > max) errors.Reject(path, seconds, $"if provided, maxExpirationSeconds must be <= {max}");
    }

    private static void File(FieldErrorList errors, FieldPath path, string file, Action<string> take)
    {
        if (file.Length == 0) return;
        PathRules.LocalNonReserved(errors, path, file);
        take(file);
    }
}
