using System.CommandLine;
using System.Security.Cryptography;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.LeaderElection;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Standalone;

/// <summary>Upstream's flags of leader election: of several processes one works.</summary>
internal sealed class ElectionFlags
{
    private readonly Option<bool> _elects = new("--leader-elect") { Description = "Work only while this process leads.", DefaultValueFactory = _ => true };
    private readonly Option<TimeSpan> _lease = DurationFlag.Create(
        "--leader-elect-lease-duration", TimeSpan.FromSeconds(15), "How long others wait after the last renewal.");
    private readonly Option<TimeSpan> _renew = DurationFlag.Create(
        "--leader-elect-renew-deadline", TimeSpan.FromSeconds(10), "How long the leader tries to renew.");
    private readonly Option<TimeSpan> _retry = DurationFlag.Create("--leader-elect-retry-period", TimeSpan.FromSeconds(2), "Time between tries.");
    private readonly Option<string> _name;
    private readonly Option<string> _namespace = new("--leader-elect-resource-namespace")
    {
        Description = "Of the Lease.",
        DefaultValueFactory = _ => "kube-system",
    };

    public ElectionFlags(string name) =>
        _name = new("--leader-elect-resource-name") { Description = "Of the Lease.", DefaultValueFactory = _ => name };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_elects, _lease, _renew, _retry, _name, _namespace]) command.Options.Add(option);
    }

    /// <summary>Works while it leads, or at once where nothing is elected.</summary>
    /// <exception cref="InvalidOperationException">The lead was lost: upstream's processes end then, and start anew.</exception>
    public async Task RunAsync(
        ParseResult parsed, IClient client, IEventRecorder events, TimeProvider time, int seed, ILoggerFactory loggers, Func<CancellationToken, Task> work,
        CancellationToken cancel)
    {
        if (!parsed.GetValue(_elects))
        {
            await work(cancel);
            return;
        }

        var options = new LeaderElectionOptions
        {
            Namespace = parsed.GetValue(_namespace)!,
            Name = parsed.GetValue(_name)!,
            Identity = $"{Environment.MachineName}_{new Guid(RandomNumberGenerator.GetBytes(16))}",
            LeaseDuration = parsed.GetValue(_lease),
            RenewDeadline = parsed.GetValue(_renew),
            RetryPeriod = parsed.GetValue(_retry),
            ReleasesOnStop = true,
        };
        await new LeaderElector(client, options, events, time, seed, loggers.CreateLogger("Kybernet.Client")).RunAsync(work, cancel);
        if (!cancel.IsCancellationRequested) throw new InvalidOperationException("leaderelection lost");
    }
}
