using Kybernet.Testing;

namespace Kybernet.EndToEnd.Tests;

/// <summary>A cluster that serves HTTPS, shared by the tests of a class; each test makes a namespace of its own.</summary>
public sealed class HttpsCluster : IAsyncLifetime
{
    private TestCluster? _cluster;
    private int _namespaces;

    public TestCluster Cluster => _cluster!;

    public async ValueTask InitializeAsync() =>
        _cluster = await TestCluster.StartAsync(new() { ServesHttps = true }, TestContext.Current.CancellationToken);

    /// <summary>A name no other test of this cluster has.</summary>
    public string NextName(string start) => $"{start}-{Interlocked.Increment(ref _namespaces)}";

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
