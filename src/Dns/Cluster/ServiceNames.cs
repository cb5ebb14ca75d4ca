using System.Collections.Immutable;
using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.Dns.Messages;

namespace Kybernet.Dns.Cluster;

/// <summary>The names of services and of their endpoints and ports. Null is a name that does not exist.</summary>
internal sealed class ServiceNames(IClusterView view, string domain, int ttl)
{
    // SRV shares are of a hundred, as CoreDNS gives them.
    private const int WholeWeight = 100;

    public ZoneFindings? Service(DnsQuestion question, string @namespace, string name)
    {
        if (view.FindService(@namespace, name) is not { } service) return null;
        if (service.Spec.Type == "ExternalName") return new([new NameRecord(question.Name, DnsType.Cname, service.Spec.ExternalName.TrimEnd('.'), ttl)]);
        ZoneEndpoint[] endpoints = IsHeadless(service) ? [.. ZoneEndpoint.Of(view.SlicesOf(@namespace, name))] : [];
        if (IsHeadless(service) && endpoints.Length == 0) return null;
        var addresses = IsHeadless(service) ? endpoints.Select(static endpoint => endpoint.Address).Distinct() : ClusterAddresses(service);
        var ports = Ports(question, service, endpoints, static (_, _) => true);
        return ports with { Records = [.. addresses.Select(address => new AddressRecord(question.Name, address, ttl)), .. ports.Records] };
    }

    /// <summary>An endpoint of a headless service, or the empty name above its ports (<c>_tcp</c>).</summary>
    public ZoneFindings? Endpoint(DnsQuestion question, string @namespace, string name, string label)
    {
        if (view.FindService(@namespace, name) is not { } service || service.Spec.Type == "ExternalName") return null;
        if (label is ['_', .. var protocol])
            return service.Spec.Ports.Any(port => port.Protocol.Equals(protocol, StringComparison.OrdinalIgnoreCase)) ? ZoneFindings.Nothing : null;
        var found = ZoneEndpoint.Of(view.SlicesOf(@namespace, name))
            .Where(endpoint => endpoint.Label == label || ZoneEndpoint.Dashed(endpoint.Address) == label)
            .Select(endpoint => (DnsRecord)new AddressRecord(question.Name, endpoint.Address, ttl)).ToImmutableArray();
        return found.IsEmpty ? null : new(found);
    }

    /// <summary>The SRV records of a named port: <c>_http._tcp.web.default.svc</c>.</summary>
    public ZoneFindings? Port(DnsQuestion question, string @namespace, string name, string port, string protocol)
    {
        if (port is not ['_', .. var portName] || protocol is not ['_', .. var protocolName]) return null;
        if (view.FindService(@namespace, name) is not { } service || service.Spec.Type == "ExternalName") return null;
        var endpoints = IsHeadless(service) ? ZoneEndpoint.Of(view.SlicesOf(@namespace, name)) : [];
        var found = Ports(question, service, endpoints, (candidate, itsProtocol) =>
            candidate == portName && itsProtocol.Equals(protocolName, StringComparison.OrdinalIgnoreCase));
        return found.Records.IsEmpty ? null : found;
    }

    /// <summary>The names of an address: of the service that has it, else of the headless services' endpoints there.</summary>
    public ImmutableArray<DnsRecord> PointersOf(IPAddress address, string question)
    {
        if (view.ServicesAt(address) is [var service, ..]) return [new NameRecord(question, DnsType.Ptr, NameOf(service), ttl)];
        var names = new List<string>();
        foreach (var slice in view.SlicesAt(address))
        {
            if (view.FindService(slice.Metadata.Namespace, InformerView.ServiceNameOf(slice)) is not { } owner || !IsHeadless(owner)) continue;
            foreach (var endpoint in ZoneEndpoint.Of([slice]))
                if (endpoint.Address.Equals(address)) names.Add($"{endpoint.Label}.{NameOf(owner)}");
        }

        return [.. names.Distinct().Select(name => new NameRecord(question, DnsType.Ptr, name, ttl))];
    }

    private static bool IsHeadless(Service service) => service.Spec.ClusterIP == "None";

    private static IEnumerable<IPAddress> ClusterAddresses(Service service) =>
        service.Spec.ClusterIPs.Select(static text => IPAddress.TryParse(text, out var address) ? address : null).OfType<IPAddress>();

    private string NameOf(Service service) => $"{service.Metadata.Name}.{service.Metadata.Namespace}.svc.{domain}";

    private ZoneFindings Ports(DnsQuestion question, Service service, IEnumerable<ZoneEndpoint> endpoints, Func<string, string, bool> isAsked)
    {
        var targets = new List<(int Port, string Target, IPAddress Address)>();
        if (!IsHeadless(service))
        {
            foreach (var port in service.Spec.Ports.Where(port => isAsked(port.Name, port.Protocol)))
                foreach (var address in ClusterAddresses(service)) targets.Add((port.Port, NameOf(service), address));
        }

        foreach (var endpoint in endpoints)
            foreach (var port in endpoint.Ports.Ports.Where(port => port.Port is > 0 && isAsked(port.Name ?? "", port.Protocol ?? "TCP")))
                targets.Add((port.Port!.Value, $"{endpoint.Label}.{NameOf(service)}", endpoint.Address));
        var records = targets.Select(static target => (target.Port, target.Target)).Distinct().ToArray();
        return new([.. records.Select(record => new ServiceRecord(
            question.Name, 0, Math.Max(1, WholeWeight / records.Length), record.Port, record.Target, ttl))])
        {
            Additionals = [.. targets.Select(static target => (target.Target, target.Address)).Distinct()
                .Select(target => new AddressRecord(target.Target, target.Address, ttl))],
        };
    }
}
