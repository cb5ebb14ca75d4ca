using System.Runtime.InteropServices;

namespace Kybernet.ApiServer.FlowControl.Fairness;

/// <summary>
/// The seats each flow holds, and the most it may: one flow never takes the last eighth of a level's seats, so that the short requests of
/// others find one while all of its own are long. Not upstream's: there a neighbour waits until one of them ends. Guarded by its queue set.
/// </summary>
internal sealed class FlowSeats
{
    private const int OthersPart = 8;
    private readonly Dictionary<ulong, int> _held = [];

    /// <summary>Whether the flow may take so many more. One that holds none may always: a wide request has to start some time.</summary>
    public bool Admits(ulong flow, int seats, int limit) => !_held.TryGetValue(flow, out var held) || held + seats <= limit - limit / OthersPart;

    public void Take(ulong flow, int seats) => CollectionsMarshal.GetValueRefOrAddDefault(_held, flow, out _) += seats;

    public void Give(ulong flow, int seats)
    {
        ref var held = ref CollectionsMarshal.GetValueRefOrNullRef(_held, flow);
        held -= seats;
        if (held == 0) _held.Remove(flow);
    }
}
