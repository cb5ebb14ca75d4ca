using Kybernet.Api;
using Kybernet.Client;
using Kybernet.Client.Discovery;
using Kybernet.Client.Transport.Https;
using Kybernet.Machinery.Objects;

namespace Kybernet.Hosts.Kyb.Standalone;

/// <summary>The ways of one process to its API server. Owns the connections.</summary>
internal sealed class Connected(ServerConnection connection, TimeProvider time) : IDisposable
{
    private readonly Scheme _scheme = ApiScheme.Create();
    private readonly List<HttpsTransport> _opened = [];

    // Guards the list.
    private readonly Lock _gate = new();

    public KindNames Names { get; } = new(ApiSchema.Create());

    /// <summary>As the user of the kubeconfig.</summary>
    public HttpsTransport Transport => field ??= Open(connection);

    public IApiDiscovery Discovery => new HttpsDiscovery(Transport);

    /// <param name="manager">Whose fields the written ones are.</param>
    public IClient Client(string manager) => new ApiClient(Transport, Names, manager);

    /// <summary>As a service account of <c>kube-system</c>, with tokens the kubeconfig's user asks for.</summary>
    /// <remarks>Upstream: <c>--use-service-account-credentials</c>, clientbuilder.DynamicSimpleControllerClientBuilder.</remarks>
    public IClient Account(string name, string manager) =>
        new ApiClient(Open(connection with { Credentials = new AccountTokens(Client(manager), name, time) }), Names, manager);

    public void Dispose()
    {
        lock (_gate)
            foreach (var transport in _opened) transport.Dispose();
    }

    private HttpsTransport Open(ServerConnection to)
    {
        var transport = new HttpsTransport(to, _scheme, Names, time);
        lock (_gate) _opened.Add(transport);
        return transport;
    }
}
