using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Names of signers of certificates (<c>example.com/signer</c>) and of their trust bundles.</summary>
internal static class SignerNames
{
    private const int MaxLength = DnsNames.SubdomainMaxLength + DnsNames.SubdomainMaxLength + DnsNames.LabelMaxLength + 2;

    public static bool IsKubernetesOwn(string signer)
    {
        var domain = signer.Split('/')[0];
        return domain == "kubernetes.io" || domain.EndsWith(".kubernetes.io", StringComparison.Ordinal);
    }

    /// <summary>A domain of two labels at least, a slash, and DNS names with dots between them.</summary>
    public static void Check(FieldErrorList errors, FieldPath path, string signer)
    {
        if (signer.Length == 0)
        {
            errors.Demand(path);
            return;
        }

        if (signer.Split('/') is not [var domain, var name])
        {
            errors.Reject(path, signer, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
            return;
        }

        if (domain.Length > DnsNames.SubdomainMaxLength) errors.Add(FieldError.TooLong(path, DnsNames.SubdomainMaxLength));
        Labels(errors, path, domain, DnsNames.IsDns1123Label);
        if (!domain.Contains('.', StringComparison.Ordinal))
            errors.Reject(path, domain, "should be a domain with at least two segments separated by dots");
        Labels(errors, path, name, DnsNames.IsDns1123Subdomain);
        if (signer.Length > MaxLength) errors.Add(FieldError.TooLong(path, MaxLength));
    }

    /// <summary>A DNS name; the bundle of a signer begins with the signer's name, dots for slashes and colons between its parts.</summary>
    public static ListOf<string> IsTrustBundleName(string name)
    {
        var colon = name.LastIndexOf(':');
        if (colon < 0) return DnsNames.IsDns1123Subdomain(name);
        var (signer, prefix) = (name[..colon].Replace(':', '/'), name[..(colon + 1)].Replace('/', ':'));
        return name.StartsWith(prefix, StringComparison.Ordinal)
            ? DnsNames.IsDns1123Subdomain(name[(colon + 1)..])
            : [$"ClusterTrustBundle for signerName {signer} must be named with prefix {prefix}"];
    }

    /// <summary>Only the first label that is wrong is reported.</summary>
    private static void Labels(FieldErrorList errors, FieldPath path, string text, Func<string, ListOf<string>> check)
    {
        foreach (var label in text.Split('.'))
        {
            var problems = check(label);
            foreach (var problem in problems) errors.Reject(path, text, $"validating label {QuotedText.Of(label)}: {problem}");
            if (!problems.IsEmpty) return;
        }
    }
}
