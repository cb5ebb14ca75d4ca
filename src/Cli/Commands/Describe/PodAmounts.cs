using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>What a pod asks for, or may take, in all. Upstream: component-helpers/resource, <c>PodRequests</c>, <c>PodLimits</c>.</summary>
internal static class PodAmounts
{
    /// <param name="pod">The pod.</param>
    /// <param name="side"><c>requests</c> or <c>limits</c>.</param>
    public static Dictionary<string, Quantity> Of(JsonValue pod, string side)
    {
        var spec = pod["spec"];
        var running = Sum(spec["containers"].Items.Select(one => Read(one.At("resources", side))));
        var (sidecars, starting) = (Empty(), Empty());
        foreach (var container in spec["initContainers"].Items.ToArray())
        {
            var own = Read(container.At("resources", side));
            if (container.Text("restartPolicy") == "Always")
            {
                Add(running, own);
                Add(sidecars, own);
                own = Empty();
            }

            Add(own, sidecars);
            Raise(starting, own);
        }

        Raise(running, starting);
        foreach (var (name, value) in Read(spec.At("resources", side))) running[name] = value;
        // Limits that are not set stay so.
        foreach (var (name, value) in Read(spec["overhead"]))
            if (side == "requests" || running.ContainsKey(name)) running[name] = running.GetValueOrDefault(name) + value;
        return running;
    }

    /// <summary>Adds amounts to others.</summary>
    public static void Add(Dictionary<string, Quantity> total, Dictionary<string, Quantity> more)
    {
        foreach (var (name, value) in more) total[name] = total.TryGetValue(name, out var there) ? there + value : value;
    }

    private static void Raise(Dictionary<string, Quantity> total, Dictionary<string, Quantity> other)
    {
        foreach (var (name, value) in other)
            if (!total.TryGetValue(name, out var there) || there < value) total[name] = value;
    }

    private static Dictionary<string, Quantity> Sum(IEnumerable<Dictionary<string, Quantity>> all)
    {
        var total = Empty();
        foreach (var one in all) Add(total, one);
        return total;
    }

    private static Dictionary<string, Quantity> Read(JsonValue amounts)
    {
        var read = Empty();
        foreach (var (name, value) in amounts.Pairs())
            if (Quantity.TryParse(value.AsString() ?? "", out var parsed)) read[name] = parsed;
        return read;
    }

    private static Dictionary<string, Quantity> Empty() => new(StringComparer.Ordinal);
}
