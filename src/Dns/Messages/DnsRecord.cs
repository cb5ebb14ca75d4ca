using System.Net;

namespace Kybernet.Dns.Messages;

/// <summary>A record of an answer.</summary>
/// <param name="Name">Whose it is, without the last dot.</param>
/// <param name="Type">Its type.</param>
/// <param name="Ttl">How long it may be kept, in seconds.</param>
public abstract record DnsRecord(string Name, DnsType Type, int Ttl);

/// <summary>A or AAAA.</summary>
public sealed record AddressRecord(string Name, IPAddress Address, int Ttl)
    : DnsRecord(Name, Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? DnsType.A : DnsType.Aaaa, Ttl);

/// <summary>CNAME, PTR or NS: a name that leads to another.</summary>
public sealed record NameRecord(string Name, DnsType Type, string Target, int Ttl) : DnsRecord(Name, Type, Ttl);
