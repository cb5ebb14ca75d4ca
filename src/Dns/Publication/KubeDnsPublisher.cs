using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Client;
using Kybernet.Machinery.Statuses;
using Microsoft.Extensions.Logging;

namespace Kybernet.Dns.Publication;

/// <summary>Keeps the objects of <see cref="KubeDns"/> as they should be. A Service that exists is left as its users made it.</summary>
internal sealed class KubeDnsPublisher(IClient client, DnsOptions options, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(1);

    public async Task RunAsync(int port, CancellationToken cancel)
    {
        while (true)
        {
            var error = await PublishAsync(port, cancel);
            if (error is not null) DnsLog.NotPublished(log, error.Message);
            await Task.Delay(error is null ? s_again : s_retry, time, cancel);
        }
    }

    private async Task<ApiError?> PublishAsync(int port, CancellationToken cancel)
    {
        var service = await client.GetAsync<Service>(new(KubeDns.Namespace, KubeDns.Name), cancel);
        if (service.Error is { IsNotFound: true })
        {
            var created = await client.CreateAsync(KubeDns.Service(options.ServiceAddress), cancel);
            // Another node's server was first.
            if (created.Error is { IsAlreadyExists: false } refused) return refused;
        }
        else if (service.Error is { } failed) return failed;

        var node = await client.GetAsync<Node>(new(options.NodeName), cancel);
        if (node.Error is { IsNotFound: false } unread) return unread;
        var wanted = KubeDns.Slice(options, port, node.IsOk ? node.Value : null);
        var there = await client.GetAsync<EndpointSlice>(new(wanted.Metadata.Namespace, wanted.Metadata.Name), cancel);
        if (there.Error is { IsNotFound: true }) return (await client.CreateAsync(wanted, cancel)).Error;
        if (there.Error is { } unknown) return unknown;
        var old = there.Value;
        if (old.Endpoints == wanted.Endpoints && old.Ports == wanted.Ports && old.Metadata.Labels == wanted.Metadata.Labels
            && old.Metadata.OwnerReferences == wanted.Metadata.OwnerReferences) return null;
        return (await client.UpdateAsync(wanted, cancel)).Error;
    }
}
