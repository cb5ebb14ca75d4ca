using System.CommandLine;
using Kybernet.ApiServer;
using Kybernet.Hosts.Kyb.Standalone;

namespace Kybernet.Hosts.Kyb.Server.Flags;

/// <summary>How much is worked on at once, and for how long. Names and defaults are kube-apiserver's.</summary>
internal sealed class FlowFlags
{
    private readonly Option<int> _reads = new("--max-requests-inflight")
    { Description = "Reads worked on at once; with priorities, its sum with the next is all seats.", DefaultValueFactory = _ => 400 };
    private readonly Option<int> _writes = new("--max-mutating-requests-inflight")
    { Description = "Writes worked on at once.", DefaultValueFactory = _ => 200 };
    private readonly Option<TimeSpan> _timeout = DurationFlag.Create(
        "--request-timeout", TimeSpan.FromMinutes(1), "How long a request may take that is no watch, log or the like.");
    private readonly Option<bool> _fairness = new("--enable-priority-and-fairness")
    { Description = "Requests wait for a seat of their priority level; else what is too much is refused.", DefaultValueFactory = _ => true };

    public IEnumerable<Option> All => [_reads, _writes, _timeout, _fairness];

    public ApiServerOptions Apply(ParseResult parsed, ApiServerOptions options) => options with
    {
        MaxReadsInFlight = parsed.GetValue(_reads),
        MaxWritesInFlight = parsed.GetValue(_writes),
        RequestTimeout = parsed.GetValue(_timeout),
        HasPriorityAndFairness = parsed.GetValue(_fairness),
    };
}
