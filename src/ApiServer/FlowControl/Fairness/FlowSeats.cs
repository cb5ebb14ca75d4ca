using System.Runtime.InteropServices;

namespace Kybernet.ApiServer.FlowControl.Fairness;

/// <summary>
/// The seats each flow holds, the requests it has here, and the most seats it may hold.
/// One flow never takes the last eighth of a level's seats, so that the short requests of
/// others find one while all of its own are long. Not upstream's: there a neighbour waits until one of them ends. Guarded by its queue set.
/// </summary>
internal sealed class FlowSeats
{
    private const int OthersPart = 8;
    private readonly Dictionary<ulong, Held> _held = [];

    /// <summary>Whether the flow may take so many more. One that holds none may always: a wide request has to start some time.</summary>
    public bool Admits(ulong flow, int seats, int limit) =>
        !_held.TryGetValue(flow, out var held) || held.Seats == 0 || held.Seats + seats <= limit - limit / OthersPart;

    public void Take(ulong flow, int seats) => Change(flow, seats, 0);

    public void Give(ulong flow, int seats) => Change(flow, -seats, 0);

    /// <summary>A request of the flow has come: with a seat, or into a queue.</summary>
    public void Come(ulong flow) => Change(flow, 0, 1);

    /// <summary>One is answered, or has waited in vain.</summary>
    public void Go(ulong flow) => Change(flow, 0, -1);

    /// <summary>Those that came and have not gone.</summary>
    public int RequestsOf(ulong flow) => _held.TryGetValue(flow, out var held) ? held.Requests : 0;

    private void Change(ulong flow, int seats, int requests)
    {
        ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(_held, flow, out _);
        held = new(held.Seats + seats, held.Requests + requests);
        if (held is { Seats: 0, Requests: 0 }) _held.Remove(flow);
    }

    private readonly record struct Held(int Seats, int Requests);
}
