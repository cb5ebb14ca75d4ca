using Kybernet.Api;
using Kybernet.Client;
using Kybernet.Client.Kubeconfigs;
using Kybernet.Client.Transport.Https;

namespace Kybernet.Hosts.Tests;

/// <summary>An administrator's client of a server, with connections of its own that go with it.</summary>
internal sealed class Administrator : IDisposable
{
    private static readonly KindNames s_names = new(ApiSchema.Create());
    private readonly HttpsTransport _transport;

    /// <param name="kubeconfig">The file <c>kyb server</c> writes.</param>
    public Administrator(string kubeconfig)
    {
        var config = KubeconfigReader.Read(File.ReadAllText(kubeconfig), Path.GetDirectoryName(kubeconfig)!);
        _transport = new(Connections.Of(config, "", TimeProvider.System), ApiScheme.Create(), s_names, TimeProvider.System);
        Client = new(_transport, s_names, "test");
    }

    public ApiClient Client { get; }

    public void Dispose() => _transport.Dispose();
}
