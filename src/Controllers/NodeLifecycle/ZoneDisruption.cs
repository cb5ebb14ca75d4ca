using Kybernet.Api.Core.V1;

namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>What the zones' states, before and now, ask for.</summary>
/// <param name="States">The states to remember.</param>
/// <param name="Rates">New rates, by zone; others stay.</param>
/// <param name="EntersFull">No node is ready any more: this side may be the one cut off. All evictions stop and taints come off.</param>
/// <param name="LeavesFull">Some node is ready again: all nodes are probed anew.</param>
/// <remarks>Upstream: nodelifecycle, handleDisruption.</remarks>
public sealed record ZoneDisruption(
    IReadOnlyDictionary<string, ZoneState> States, IReadOnlyDictionary<string, double> Rates, bool EntersFull, bool LeavesFull)
{
    /// <param name="old">The states before.</param>
    /// <param name="ready">The Ready conditions of each zone's nodes.</param>
    /// <param name="options">Rates and thresholds.</param>
    public static ZoneDisruption Between(
        IReadOnlyDictionary<string, ZoneState> old, IReadOnlyDictionary<string, List<NodeCondition?>> ready, ControllersOptions options)
    {
        var next = ready.ToDictionary(static zone => zone.Key, zone => Zones.StateOf(zone.Value, options.UnhealthyZoneThreshold));
        var before = next.Keys.ToDictionary(static zone => zone, zone => old.GetValueOrDefault(zone, ZoneState.Initial));
        var isFull = next.Values.All(static state => state == ZoneState.FullDisruption);
        var wasFull = before.Values.All(static state => state == ZoneState.FullDisruption);
        if (isFull && wasFull) return new(before, new Dictionary<string, double>(), false, false);
        if (isFull) return new(next, next.Keys.ToDictionary(static zone => zone, static _ => 0.0), true, false);
        var changed = next.Where(zone => wasFull || before[zone.Key] != zone.Value);
        return new(next, changed.ToDictionary(static zone => zone.Key, zone => Zones.RateOf(zone.Value, ready[zone.Key].Count, options)), false, wasFull);
    }
}
