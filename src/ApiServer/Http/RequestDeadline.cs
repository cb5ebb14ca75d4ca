using System.Text;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Http;

/// <summary>How long a request may take: what its <c>timeout</c> says, and not longer than the server allows. Upstream: <c>request_deadline.go</c>.</summary>
internal static class RequestDeadline
{
    private const int MaxLength = 64;

    /// <param name="query">The request's parameters.</param>
    /// <param name="longest">What the server allows.</param>
    /// <param name="hasNone">The request has no end: its parameter is not looked at.</param>
    public static Outcome<TimeSpan> Of(QueryParameters query, TimeSpan longest, bool hasNone)
    {
        var text = hasNone ? "" : query["timeout"];
        if (text.Length == 0) return longest;
        Span<byte> utf8 = stackalloc byte[MaxLength];
        if (text.Length > MaxLength / 3 || !Duration.TryParse(utf8[..Encoding.UTF8.GetBytes(text, utf8)], out var asked))
            return ApiError.BadRequest("invalid timeout specified in the request URL");
        var wanted = TimeSpan.FromTicks(asked.Nanoseconds / TimeSpan.NanosecondsPerTick);
        return wanted <= TimeSpan.Zero || wanted > longest ? longest : wanted;
    }
}
