using System.Diagnostics;
using Kybernet.Api.Discovery.V1;
using Kybernet.Base.Tracing;
using Kybernet.Client.Tracing;
using Kybernet.Dns.Cluster;

namespace Kybernet.Dns;

/// <summary>The spans of the DNS server. None while nobody listens.</summary>
internal static class DnsTrace
{
    private static readonly ActivitySource s_source = new("Kybernet.Dns");

    /// <summary>From here on answers are made of these endpoints.</summary>
    public static void Updated(EndpointSlice slice)
    {
        using var span = s_source.StartActivity("dns.Update");
        if (span is null) return;
        var service = InformerView.ServiceNameOf(slice);
        span.Seen(slice);
        span.SetTag(SpanTags.Effect, $"{service}.{slice.Metadata.Namespace}.svc has {slice.Endpoints.Count} endpoints");
    }
}
