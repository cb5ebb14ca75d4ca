using System.Globalization;
using System.Text;
using Kybernet.ApiServer.FlowControl.Fairness;
using Kybernet.ApiServer.FlowControl.Levels;

namespace Kybernet.ApiServer.FlowControl;

/// <summary>
/// Tables for people, below <c>/debug/api_priority_and_fairness/</c>. Upstream: <c>apf_controller_debug.go</c>. Requests that are being
/// executed are not listed one by one: a seat does not remember whose it is.
/// </summary>
internal sealed class FlowControlDumps(FlowController controller, TimeProvider time)
{
    public const string Path = "/debug/api_priority_and_fairness/";

    private static readonly string[] s_levels =
    [
        "PriorityLevelName", "ActiveQueues", "IsIdle", "IsQuiescing", "WaitingRequests", "ExecutingRequests", "DispatchedRequests",
        "RejectedRequests", "TimedoutRequests", "CancelledRequests",
    ];

    private static readonly string[] s_queues =
    [
        "PriorityLevelName", "Index", "PendingRequests", "ExecutingRequests", "SeatsInUse", "NextDispatchR", "InitialSeatsSum", "MaxSeatsSum",
        "TotalWorkSum",
    ];

    // "FlowDistingsher" is upstream's spelling.
    private static readonly string[] s_requests =
    [
        "PriorityLevelName", "FlowSchemaName", "QueueIndex", "RequestIndexInQueue", "FlowDistingsher", "ArriveTime", "InitialSeats",
        "FinalSeats", "AdditionalLatency", "StartTime",
    ];

    /// <summary>The table of that name; null when there is none.</summary>
    public string? Write(string path) => path switch
    {
        Path + "dump_priority_levels" => Levels(),
        Path + "dump_queues" => Queues(),
        Path + "dump_requests" => Requests(),
        _ => null,
    };

    private string Levels() => Table(
        s_levels,
        controller.Configuration.Levels.Select(static level => (level, State: level.Set.State())).Select(static row => (object[])
        [
            row.level.Name, row.State.Queues.Count(static queue => queue.Waiting > 0), Word(row.State is { Waiting: 0, Executing: 0 }),
            Word(row.level.IsQuiescing), row.State.Waiting, row.State.Executing, row.State.Dispatched, row.State.Refused, 0, row.State.Expired,
        ]));

    private string Queues() => Table(
        s_queues,
        Each(static (level, index, queue) => (object[])
        [
            level.Name, index, queue.Waiting, queue.Executing, queue.SeatsInUse, Seconds(queue.NextStart),
            queue.Waiters.Sum(static waiter => waiter.Arrival.Work.InitialSeats), queue.SeatsWaiting, Seconds(queue.WorkWaiting),
        ]));

    private string Requests()
    {
        var now = time.GetUtcNow();
        return Table(
            s_requests,
            Each(static (level, index, queue) => (level, index, queue.Waiters)).SelectMany(row => row.Waiters.Select((waiter, place) => (object[])
            [
                row.level.Name, waiter.Arrival.Flow.Schema, row.index, place, waiter.Arrival.Distinguisher,
                (now - waiter.Waited).ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture), waiter.Arrival.Work.InitialSeats,
                waiter.Arrival.Work.FinalSeats, Seconds(waiter.Arrival.Work.AdditionalLatency.TotalSeconds), "0001-01-01T00:00:00Z",
            ])));
    }

    private IEnumerable<T> Each<T>(Func<PriorityLevel, int, QueueState, T> row) =>
        controller.Configuration.Levels.SelectMany(level => level.Set.State().Queues.Select((queue, index) => row(level, index, queue)));

    private static string Table(string[] heads, IEnumerable<object[]> rows)
    {
        var text = new StringBuilder().AppendJoin(",\t", heads).Append('\n');
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++) text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",\t")}{row[i]}");
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Word(bool value) => value ? "true" : "false";

    private static string Seconds(double value) => value.ToString("0.########", CultureInfo.InvariantCulture) + "ss";
}
