using System.Collections.Immutable;
using Kybernet.Dns.Messages;

namespace Kybernet.Dns.Cluster;

/// <summary>All records of a name that exists.</summary>
internal sealed record ZoneFindings(ImmutableArray<DnsRecord> Records)
{
    /// <summary>The name is there, by itself or because of names below it, and has no records.</summary>
    public static readonly ZoneFindings Nothing = new([]);

    /// <summary>The addresses of the targets of SRV records.</summary>
    public ImmutableArray<DnsRecord> Additionals { get; init; } = [];
}
