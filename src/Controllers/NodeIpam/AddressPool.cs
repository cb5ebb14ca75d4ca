using System.Collections;

namespace Kybernet.Controllers.NodeIpam;

/// <summary>The parts of a cluster range, one for each node, and which are in use. Handed out in turn, so that a part rests before it is used again.</summary>
/// <remarks>Upstream: nodeipam/ipam/cidrset. Used under its owner's lock.</remarks>
public sealed class AddressPool
{
    // Upstream: clusterSubnetMaxDiff, of IPv6. Bounds the bit map.
    private const int LongestDifference = 16;

    private readonly AddressRange _cluster;
    private readonly int _nodeLength;
    private readonly BitArray _used;
    private int _next;
    private int _usedCount;

    /// <exception cref="ArgumentException">The nodes' ranges do not fit into the cluster's.</exception>
    public AddressPool(AddressRange cluster, int nodeLength)
    {
        var difference = nodeLength - cluster.PrefixLength;
        if (difference < 0 || nodeLength > cluster.Bits || (cluster.Bits == 128 && difference > LongestDifference) || difference > 24)
            throw new ArgumentException($"nodes cannot have /{nodeLength} of {cluster}: the node CIDR size is too big or too small", nameof(nodeLength));
        _cluster = cluster;
        _nodeLength = nodeLength;
        _used = new(1 << difference);
    }

    /// <summary>The next free part; null when all are used.</summary>
    public AddressRange? Take()
    {
        if (_usedCount == _used.Count) return null;
        while (_used[_next]) _next = (_next + 1) % _used.Count;
        var taken = _next;
        Set(taken, true);
        _next = (taken + 1) % _used.Count;
        return new(_cluster.First + ((UInt128)taken << (_cluster.Bits - _nodeLength)), _nodeLength, _cluster.Bits);
    }

    /// <summary>Marks all parts a range touches as used. Those may be used already.</summary>
    /// <returns>False when the range is outside.</returns>
    public bool Occupy(AddressRange range) => SetAll(range, true);

    public bool Release(AddressRange range) => SetAll(range, false);

    private bool SetAll(AddressRange range, bool isUsed)
    {
        if (!range.Overlaps(_cluster)) return false;
        var last = Math.Min(IndexOf(UInt128.Min(range.Last, _cluster.Last)), _used.Count - 1);
        for (var i = IndexOf(UInt128.Max(range.First, _cluster.First)); i <= last; i++) Set(i, isUsed);
        return true;
    }

    private int IndexOf(UInt128 address) => (int)((address - _cluster.First) >> (_cluster.Bits - _nodeLength));

    private void Set(int index, bool isUsed)
    {
        if (_used[index] == isUsed) return;
        _used[index] = isUsed;
        _usedCount += isUsed ? 1 : -1;
    }
}
