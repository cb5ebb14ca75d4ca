using Kybernet.Client.Events;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client.LeaderElection;

/// <summary>Lets one of several candidates work at a time: who holds the Lease and renews it.</summary>
/// <remarks>Upstream: client-go/tools/leaderelection. Clocks of candidates may differ: a lease is judged by when its last change was seen.</remarks>
/// <param name="client">Its user may get, create and update the Lease.</param>
/// <param name="options">The election.</param>
/// <param name="events">Where the changes are told; null for nowhere.</param>
/// <param name="time">Time.</param>
/// <param name="seed">Where randomness starts.</param>
/// <param name="log">Logs.</param>
/// <exception cref="ArgumentException">The options are wrong.</exception>
public sealed class LeaderElector(
    IClient client, LeaderElectionOptions options, IEventRecorder? events, TimeProvider time, int seed, ILogger log)
{
    /// <summary>A candidate waits up to that many times the retry period longer.</summary>
    public const double JitterFactor = 1.2;

    private readonly LeaseLock _lock = options.Validate() is { } wrong ? throw new ArgumentException(wrong, nameof(options)) : new(client, options, time, log);
    private readonly Random _random = new(seed);

    /// <summary>Who leads, as far as this candidate knows; empty when nobody.</summary>
    public string Leader => _lock.Holder;

    public bool IsLeader => _lock.Holder == options.Identity;

    /// <summary>
    /// Waits for the lead, leads, and returns when the lead is lost or <paramref name="cancel"/> ends it, after
    /// <paramref name="lead"/> has ended.
    /// </summary>
    /// <param name="lead">The work; its token is cancelled when the lead is lost.</param>
    /// <param name="cancel">Ends waiting and leading.</param>
    public async Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancel)
    {
        await AcquireAsync(cancel);
        ElectionLog.Leads(log, options.Identity, options.Name);
        Tell("became leader");
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var renewal = RenewAsync(leading.Token);
        var work = lead(leading.Token);
        try
        {
            // Work that ends by itself ends the lead as well.
            await await Task.WhenAny(renewal, work);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
        finally
        {
            await leading.CancelAsync();
            await Task.WhenAny(Task.WhenAll(renewal, work));
            if (options.ReleasesOnStop) await ReleaseAsync();
            ElectionLog.Ended(log, options.Identity, options.Name);
            Tell("stopped leading");
        }
    }

    private async ValueTask AcquireAsync(CancellationToken cancel)
    {
        while (!await TryAsync(cancel))
            await Task.Delay(options.RetryPeriod * (1 + (_random.NextDouble() * JitterFactor)), time, cancel);
    }

    /// <summary>Returns when the lead is lost.</summary>
    private async Task RenewAsync(CancellationToken cancel)
    {
        while (true)
        {
            using var deadline = new CancellationTokenSource(options.RenewDeadline, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
            try
            {
                while (!await TryAsync(both.Token)) await Task.Delay(options.RetryPeriod, time, both.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                ElectionLog.Lost(log, options.Identity, options.Name);
                return;
            }

            await Task.Delay(options.RetryPeriod, time, cancel);
        }
    }

    private async ValueTask<bool> TryAsync(CancellationToken cancel)
    {
        try
        {
            return await _lock.TryAcquireOrRenewAsync(cancel);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException)
        {
            ElectionLog.Failed(log, options.Name, e.Message);
            return false;
        }
    }

    private async ValueTask ReleaseAsync()
    {
        using var limit = new CancellationTokenSource(options.RenewDeadline, time);
        try
        {
            await _lock.ReleaseAsync(limit.Token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException or OperationCanceledException)
        {
            ElectionLog.Failed(log, options.Name, e.Message);
        }
    }

    private void Tell(string what)
    {
        if (_lock.Lease is { } lease) events?.Record(lease, "Normal", "LeaderElection", $"{options.Identity} {what}");
    }
}
