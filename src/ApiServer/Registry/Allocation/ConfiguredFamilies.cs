using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Registry.Allocation;

/// <summary>The address families the cluster has networks for, the default one first: one or two of <c>IPv4</c>, <c>IPv6</c>.</summary>
public sealed record ConfiguredFamilies(ListOf<string> All)
{
    /// <summary>The family of the first <c>--service-cluster-ip-range</c>.</summary>
    public string Default => All[0];

    public bool IsDualStack => All.Count == 2;

    public bool Has(string family) => All.Contains(family);

    public static string Other(string family) => family == IpAddress.IPv4 ? IpAddress.IPv6 : IpAddress.IPv4;
}
