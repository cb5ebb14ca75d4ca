using System.Net;
using System.Net.Sockets;
using Kybernet.Dns.Messages;
using Microsoft.Extensions.Logging;

namespace Kybernet.Dns.Forwarding;

/// <summary>
/// Asks upstreams what the cluster does not know: first the cache, then one after another, beginning with the one that answered last.
/// </summary>
internal sealed class Forwarder(
    Func<IPEndPoint[]> upstreams, AnswerCache cache, AnswerCache denials, DnsOptions options, DnsMetrics metrics, TimeProvider time, ILogger log)
{
    private int _waiting;
    private int _preferred;

    /// <returns>Null when no upstream answered.</returns>
    public async ValueTask<(RawAnswer Answer, int Age)?> ResolveAsync(DnsQuery query, bool isTcp, CancellationToken cancel)
    {
        if ((cache.Find(query) ?? denials.Find(query)) is { } kept)
        {
            metrics.CacheHit(kept.Answer.IsDenial);
            return kept;
        }

        metrics.CacheMiss();
        try
        {
            if (Interlocked.Increment(ref _waiting) > options.MaxConcurrentForwards)
            {
                metrics.Rejected();
                return null;
            }

            if (await AskAllAsync(query, isTcp, cancel) is not { } answer) return null;
            (answer.IsDenial ? denials : cache).Add(query, answer);
            return (answer, 0);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<RawAnswer?> AskAllAsync(DnsQuery query, bool isTcp, CancellationToken cancel)
    {
        var all = upstreams();
        var first = Volatile.Read(ref _preferred);
        for (var i = 0; i < all.Length; i++)
        {
            var index = (first + i) % all.Length;
            if (await AskAsync(all[index], query, isTcp, cancel) is not { } answer) continue;
            Volatile.Write(ref _preferred, index);
            return answer;
        }

        return null;
    }

    private async Task<RawAnswer?> AskAsync(IPEndPoint upstream, DnsQuery query, bool isTcp, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(options.ForwardTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var answer = await UpstreamExchange.AskAsync(upstream, query, isTcp, either.Token);
            metrics.Forwarded(upstream.ToString(), answer.Code, time.GetElapsedTime(started));
            return answer;
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException
            && !cancel.IsCancellationRequested))
        {
            DnsLog.NoUpstreamAnswer(log, upstream, query.Question.Name, e.Message);
            return null;
        }
    }
}
