using System.Collections.Immutable;
using System.Net;
using Kybernet.Dns.Messages;

namespace Kybernet.Dns.Cluster;

/// <summary>Answers questions about the cluster.</summary>
/// <remarks>The rules are those of "Kubernetes DNS-Based Service Discovery", schema version 1.1.0; what it leaves open is CoreDNS's
/// way.</remarks>
internal sealed class ClusterZone(IClusterView view, string domain, IPAddress[] servers, int ttl)
{
    private const string SchemaVersion = "1.1.0";
    private readonly string _suffix = "." + domain;
    private readonly ServiceNames _services = new(view, domain, ttl);

    /// <summary>The zone a question belongs to, for metrics.</summary>
    public string ZoneOf(string name) => IsOurs(name) ? domain + "." : ".";

    public bool IsOurs(string name) => name == domain || name.EndsWith(_suffix, StringComparison.Ordinal);

    /// <summary>The answer, or null when the cluster knows nothing of the name and others are to be asked.</summary>
    public DnsAnswer? Answer(DnsQuestion question)
    {
        var name = question.LowerName;
        if (question.Class != 1) return null;
        if (IsOurs(name)) return Finish(Find(question, name), question);
        if (ReverseName.Read(name) is not { } address) return null;
        var pointers = _services.PointersOf(address, question.Name);
        return pointers.IsEmpty ? null : Finish(new(pointers), question);
    }

    private ZoneFindings? Find(DnsQuestion question, string name)
    {
        string[] labels = name.Length == domain.Length ? [] : name[..^_suffix.Length].Split('.');
        return labels switch
        {
            [] => new([Authority(), new NameRecord(question.Name, DnsType.Ns, "ns.dns." + domain, ttl)]),
            ["dns-version"] => new([new TextRecord(question.Name, SchemaVersion, ttl)]),
            ["dns"] or ["svc"] or ["pod"] => ZoneFindings.Nothing,
            ["ns", "dns"] => new([.. servers.Select(server => new AddressRecord(question.Name, server, ttl))]),
            [var ns, "svc" or "pod"] => view.HasNamespace(ns) ? ZoneFindings.Nothing : null,
            [var pod, var ns, "pod"] => Pod(question, pod, ns),
            [var service, var ns, "svc"] => _services.Service(question, ns, service),
            [var endpoint, var service, var ns, "svc"] => _services.Endpoint(question, ns, service, endpoint),
            [var port, var protocol, var service, var ns, "svc"] => _services.Port(question, ns, service, port, protocol),
            _ => null,
        };
    }

    // Any address is answered, as kubeadm's CoreDNS does ("pods insecure"): the name only spells it differently.
    private ZoneFindings? Pod(DnsQuestion question, string label, string @namespace) =>
        view.HasNamespace(@namespace) && ReverseName.ReadPod(label) is { } address ? new([new AddressRecord(question.Name, address, ttl)]) : null;

    private DnsAnswer Finish(ZoneFindings? found, DnsQuestion question)
    {
        if (found is null) return new(DnsCode.NameError) { Authorities = [Authority()], IsAuthoritative = true };
        var answers = found.Records.Where(record => question.Type == DnsType.Any || record.Type == question.Type
            || record.Type == DnsType.Cname);
        ImmutableArray<DnsRecord> chosen = [.. answers];
        return new(DnsCode.NoError)
        {
            Answers = chosen,
            Authorities = chosen.IsEmpty ? [Authority()] : [],
            Additionals = question.Type == DnsType.Srv ? found.Additionals : [],
            IsAuthoritative = true,
        };
    }

    // The serial means nothing: nobody transfers the zone.
    private AuthorityRecord Authority() => new(domain, "ns.dns." + domain, "hostmaster." + domain, 1, ttl);
}
