using System.Collections.Immutable;
using Kybernet.Dns.Cluster;
using Kybernet.Dns.Forwarding;
using Kybernet.Dns.Messages;
using Microsoft.Extensions.Logging;

namespace Kybernet.Dns.Serving;

/// <summary>A query in, an answer out.</summary>
internal sealed class QueryHandler(ClusterZone zone, Forwarder forwarder, DnsMetrics metrics, TimeProvider time, ILogger log)
{
    private const int LargestTcp = 65_535;
    private const int LargestUdp = 4096;

    // A CNAME of the cluster that leads to another one of it; a circle ends here.
    private const int MostHops = 8;

    /// <summary>The answer; null when none is to be sent.</summary>
    public async ValueTask<byte[]?> HandleAsync(ReadOnlyMemory<byte> message, bool isTcp, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        var query = DnsQuery.Read(message, out var code);
        if (query is null) return code is { } error ? DnsWriter.WriteError(message.Span, error) : null;
        var zoneName = zone.ZoneOf(query.Question.LowerName);
        metrics.Asked(query.Question, zoneName, isTcp);
        var (answer, outcome, plugin) = await AnswerAsync(query, isTcp, cancel);
        metrics.Answered(zoneName, isTcp, outcome, plugin, answer.Length, time.GetElapsedTime(started));
        return answer;
    }

    private async ValueTask<(byte[] Answer, DnsCode Code, string Plugin)> AnswerAsync(DnsQuery query, bool isTcp, CancellationToken cancel)
    {
        try
        {
            if (zone.Answer(query.Question) is { } ours)
            {
                if (LastTarget(ours, query.Question) is { } target) ours = await FollowAsync(query, ours, target, cancel);
                return (Write(query, ours, isTcp), ours.Code, "kubernetes");
            }

            if (await forwarder.ResolveAsync(query, isTcp, cancel) is { } found)
                return (found.Answer.For(query, found.Age, isTcp), found.Answer.Code, "forward");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            metrics.Threw();
            DnsLog.Threw(log, e);
        }

        return (Write(query, DnsAnswer.ServerFailure, isTcp), DnsCode.ServerFailure, "forward");
    }

    // Where the answer leads to and still has to be resolved; null when it is complete.
    private static string? LastTarget(DnsAnswer answer, DnsQuestion question) =>
        question.Type is not DnsType.Cname and not DnsType.Any
            && answer.Answers is [.., NameRecord { Type: DnsType.Cname } last] ? last.Target : null;

    private async ValueTask<DnsAnswer> FollowAsync(DnsQuery query, DnsAnswer answer, string target, CancellationToken cancel)
    {
        for (var hop = 0; hop < MostHops; hop++)
        {
            var question = query.Question with { Name = target };
            if (zone.Answer(question) is not { } next)
            {
                var asked = DnsQuery.For(question);
                if (await forwarder.ResolveAsync(asked, isTcp: false, cancel) is not { } found) return DnsAnswer.ServerFailure;
                return answer with { Answers = answer.Answers.AddRange(found.Answer.Addresses()) };
            }

            answer = answer with { Answers = answer.Answers.AddRange(next.Answers) };
            if (LastTarget(next, question) is not { } further) return answer;
            target = further;
        }

        return DnsAnswer.ServerFailure;
    }

    private static byte[] Write(DnsQuery query, DnsAnswer answer, bool isTcp) =>
        DnsWriter.Write(query, answer with { Answers = Rotated(answer.Answers, query.Id) }, isTcp ? LargestTcp : Math.Min(query.UdpSize, LargestUdp));

    // Clients take the first address: each gets another one first. CNAMEs stay before what they lead to.
    private static ImmutableArray<DnsRecord> Rotated(ImmutableArray<DnsRecord> records, int by)
    {
        var start = 0;
        while (start < records.Length && records[start] is not AddressRecord) start++;
        var addresses = records.Length - start;
        if (addresses < 2 || records.Skip(start).Any(static record => record is not AddressRecord)) return records;
        var shift = by % addresses;
        return [.. records[..start], .. records[(start + shift)..], .. records[start..(start + shift)]];
    }
}
