using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>How a pod resolves names. The limits are those of Linux' resolver.</summary>
internal static class PodDnsRules
{
    private const int MaxNameservers = 3;
    private const int MaxSearches = 32;
    private const int MaxSearchLength = 2048;

    public static void Check(FieldErrorList errors, FieldPath path, PodSpec spec)
    {
        if (spec.DnsPolicy == DNSPolicy.None && spec.DnsConfig is null)
            errors.Demand(path, "must provide `dnsConfig` when `dnsPolicy` is None");
        if (spec.DnsConfig is not { } dns) return;
        if (spec.DnsPolicy == DNSPolicy.None && dns.Nameservers.IsEmpty)
        {
            errors.Demand(path.Child("nameservers"), "must provide at least one DNS nameserver when `dnsPolicy` is None");
            return;
        }

        var nameservers = path.Child("nameservers");
        if (dns.Nameservers.Count > MaxNameservers)
            errors.Reject(nameservers, FieldValue.JsonStrings(dns.Nameservers), $"must not have more than {MaxNameservers} nameservers");
        for (var i = 0; i < dns.Nameservers.Count; i++)
            IpRules.IsValidIpForLegacyField(errors, nameservers.Index(i), dns.Nameservers[i], strict: true);
        Searches(errors, path.Child("searches"), dns);
        for (var i = 0; i < dns.Options.Count; i++)
            if (dns.Options[i].Name.Length == 0) errors.Demand(path.Child("options").Index(i), "must not be empty");
    }

    private static void Searches(FieldErrorList errors, FieldPath path, PodDNSConfig dns)
    {
        var shown = FieldValue.JsonStrings(dns.Searches);
        if (dns.Searches.Count > MaxSearches) errors.Reject(path, shown, $"must not have more than {MaxSearches} search paths");
        if (dns.Searches.Sum(search => Encoding.UTF8.GetByteCount(search) + 1) - 1 > MaxSearchLength)
            errors.Reject(path, shown, $"must not have more than {MaxSearchLength} characters (including spaces) in the search list");
        for (var i = 0; i < dns.Searches.Count; i++)
        {
            if (dns.Searches[i] == ".") continue;
            var search = dns.Searches[i].EndsWith('.') ? dns.Searches[i][..^1] : dns.Searches[i];
            errors.AddInvalid(path.Index(i), search, DnsNames.IsDns1123SubdomainWithUnderscore(search));
        }
    }
}
