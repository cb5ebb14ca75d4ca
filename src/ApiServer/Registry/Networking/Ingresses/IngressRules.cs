using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry.Core.Addresses;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Networking.Ingresses;

/// <summary>Upstream: <c>ValidateIngressSpec</c>.</summary>
internal static class IngressRules
{
    private static readonly FieldPath s_spec = FieldPath.Of("spec");

    /// <param name="spec">The spec.</param>
    /// <param name="old">What it was: what was invalid in it may be so again. Null on creation.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(IngressSpec spec, IngressSpec? old, FieldErrorList errors)
    {
        if (spec.Rules.IsEmpty && spec.DefaultBackend is null)
            errors.Add(FieldError.Invalid(
                s_spec, spec.Rules.IsAbsent ? FieldValue.Null : FieldValue.Json("[]"), "either `defaultBackend` or `rules` must be specified"));
        if (spec.DefaultBackend is { } backend) IngressBackendRules.Check(backend, s_spec.Child("defaultBackend"), errors);
        var skipsWildcards = HadInvalidWildcard(old);
        for (var i = 0; i < spec.Rules.Count; i++)
        {
            var (rule, path) = (spec.Rules[i], s_spec.Child("rules").Index(i));
            CheckHost(rule.Host, path.Child("host"), errors);
            if (!IsWildcard(rule.Host) || !skipsWildcards) HttpPathRules.Check(rule.Http, path.Child("http"), errors);
        }

        CheckTls(spec.Tls, old is null ? default : old.Tls, errors);
    }

    private static bool IsWildcard(string host) => host.Contains('*', StringComparison.Ordinal);

    private static void CheckHost(string host, FieldPath path, FieldErrorList errors)
    {
        if (host.Length == 0) return;
        if (IpAddresses.IsAddress(host)) errors.Add(FieldError.Invalid(path, host, "must be a DNS name, not an IP address"));
        CheckName(host, path, errors);
    }

    private static void CheckName(string host, FieldPath path, FieldErrorList errors) =>
        errors.AddInvalid(path, host, IsWildcard(host) ? DnsNames.IsWildcardDns1123Subdomain(host) : DnsNames.IsDns1123Subdomain(host));

    private static void CheckTls(ListOf<IngressTLS> tls, ListOf<IngressTLS> old, FieldErrorList errors)
    {
        var hadInvalidName = old.Any(had => had.SecretName.Length > 0 && !ObjectNames.IsDnsSubdomain(had.SecretName, prefix: false).IsEmpty);
        for (var i = 0; i < tls.Count; i++)
        {
            var path = s_spec.Child("tls").Index(i);
            for (var j = 0; j < tls[i].Hosts.Count; j++) CheckName(tls[i].Hosts[j], path.Child("hosts").Index(j), errors);
            if (!hadInvalidName && tls[i].SecretName.Length > 0)
                FormatRules.DnsSubdomain(errors, path.Child("secretName"), tls[i].SecretName);
        }
    }

    private static bool HadInvalidWildcard(IngressSpec? old)
    {
        if (old is null) return false;
        var errors = new FieldErrorList();
        foreach (var rule in old.Rules)
            if (IsWildcard(rule.Host)) HttpPathRules.Check(rule.Http, FieldPath.Of("http"), errors);
        return !errors.IsEmpty;
    }
}
