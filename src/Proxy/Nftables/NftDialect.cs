using System.Globalization;
using System.Net;
using Kybernet.Proxy.Model;

namespace Kybernet.Proxy.Nftables;

/// <summary>The words that differ between the tables of the two families, and those that depend on the options.</summary>
internal sealed record NftDialect(IpFamily Family)
{
    /// <summary>The family of the table, and the word before <c>saddr</c> and <c>daddr</c>.</summary>
    public string Ip => Family == IpFamily.V4 ? "ip" : "ip6";

    public string AddressType => Family == IpFamily.V4 ? "ipv4_addr" : "ipv6_addr";

    public string NotLoopback => Family == IpFamily.V4 ? "ip daddr != 127.0.0.0/8" : "ip6 daddr != ::1";

    /// <summary>Pods' addresses; empty when it is not known what comes from pods.</summary>
    public IPNetwork[] PodRanges { get; init; } = [];

    /// <summary>Services' addresses: packets to unused ones are dropped. Empty: they go where routes lead.</summary>
    public IPNetwork[] ServiceRanges { get; init; } = [];

    public int MasqueradeBit { get; init; } = 14;

    public bool MasqueradesAll { get; init; }

    /// <summary>The node's addresses that take node ports; null for all.</summary>
    public string[]? NodePortAddresses { get; init; }

    public string Mark => string.Create(CultureInfo.InvariantCulture, $"0x{1u << MasqueradeBit:x8}");

    public string MasqueradeRule => $"mark set mark or {Mark}";

    /// <summary>Matches packets of pods; null when those are not known.</summary>
    public string? FromPods => PodRanges.Length == 0 ? null : $"{Ip} saddr {{ {string.Join(", ", PodRanges)} }}";

    public string? NotFromPods => PodRanges.Length == 0 ? null : $"{Ip} saddr != {{ {string.Join(", ", PodRanges)} }}";
}
