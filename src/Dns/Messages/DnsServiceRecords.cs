namespace Kybernet.Dns.Messages;

/// <summary>SRV: where a named port is served.</summary>
public sealed record ServiceRecord(string Name, int Priority, int Weight, int Port, string Target, int Ttl) : DnsRecord(Name, DnsType.Srv, Ttl);

public sealed record TextRecord(string Name, string Text, int Ttl) : DnsRecord(Name, DnsType.Txt, Ttl);

/// <summary>SOA: who speaks for a zone, and, in an answer without records, how long that there are none may be believed.</summary>
public sealed record AuthorityRecord(string Name, string Server, string Mailbox, uint Serial, int Ttl) : DnsRecord(Name, DnsType.Soa, Ttl);
