namespace Kybernet.ApiServer.FlowControl.Fairness;

/// <summary>A queue set at one moment: numbers of requests, of seats, and of all requests so far.</summary>
public sealed record QueueSetState(
    int Limit, double Meter, int Waiting, int Executing, int SeatsInUse, int SeatsWaiting, long Dispatched, long Refused, long Expired,
    IReadOnlyList<QueueState> Queues);

/// <summary>One queue; work in seat-seconds.</summary>
public sealed record QueueState(
    int Waiting, int Executing, int SeatsInUse, int SeatsWaiting, double WorkWaiting, double NextStart, IReadOnlyList<WaiterState> Waiters);

/// <summary>One request that waits.</summary>
public sealed record WaiterState(Arrival Arrival, TimeSpan Waited);
