using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.NodeIpam;

/// <summary>Which node has which ranges: one of each cluster range.</summary>
/// <remarks>Upstream: nodeipam, rangeAllocator.</remarks>
public sealed class NodeRanges
{
    // Guards the pools. Taken alone.
    private readonly Lock _lock = new();
    private readonly AddressPool[] _pools;

    /// <exception cref="ArgumentException">A range is wrong; the message says which.</exception>
    public NodeRanges(ControllersOptions options)
    {
        _pools = [.. options.ClusterCidrs.Select(text => PoolOf(text, options))];
        // Services' addresses are no pod's.
        foreach (var text in options.ServiceCidrs)
        {
            var services = Parse(text);
            foreach (var pool in _pools) pool.Occupy(services);
        }
    }

    /// <summary>Marks the ranges the node has as used.</summary>
    /// <returns>Empty, or what is wrong with them.</returns>
    public string Occupy(Node node) => Each(node, static (pool, range) => pool.Occupy(range), "mark", "as occupied");

    public string Release(Node node) => Each(node, static (pool, range) => pool.Release(range), "release", "");

    public void Release(ListOf<string> ranges)
    {
        lock (_lock)
        {
            for (var i = 0; i < ranges.Count; i++) _pools[i].Release(Parse(ranges[i]));
        }
    }

    /// <summary>A range of each pool; null when one is used up, and then none is taken.</summary>
    public ListOf<string>? Take()
    {
        var taken = new List<AddressRange>(_pools.Length);
        lock (_lock)
        {
            foreach (var pool in _pools)
            {
                if (pool.Take() is { } range)
                {
                    taken.Add(range);
                    continue;
                }

                for (var i = 0; i < taken.Count; i++) _pools[i].Release(taken[i]);
                return null;
            }
        }

        return taken.Select(static range => range.ToString()).ToListOf();
    }

    private static AddressPool PoolOf(string text, ControllersOptions options)
    {
        var range = Parse(text);
        return new(range, range.Bits == 32 ? options.NodeMaskSizeV4 : options.NodeMaskSizeV6);
    }

    private static AddressRange Parse(string text) =>
        AddressRange.TryParse(text, out var range) ? range : throw new ArgumentException($"\"{text}\" is not a range of addresses, as 10.0.0.0/8 is");

    private string Each(Node node, Func<AddressPool, AddressRange, bool> act, string verb, string outcome)
    {
        var ranges = node.Spec.PodCIDRs;
        lock (_lock)
        {
            for (var i = 0; i < ranges.Count; i++)
            {
                if (!AddressRange.TryParse(ranges[i], out var range)) return $"failed to parse node {node.Metadata.Name}, CIDR {ranges[i]}";
                if (i >= _pools.Length)
                    return $"node:{node.Metadata.Name} has an allocated cidr: {ranges[i]} at index:{i} that does not exist in cluster cidrs configuration";
                if (!act(_pools[i], range))
                    return $"failed to {verb} cidr[{range}] at idx [{i}] {outcome} for node: {node.Metadata.Name}: out of the range of the cluster cidr";
            }
        }

        return "";
    }
}
