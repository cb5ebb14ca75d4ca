using Kybernet.Base;
using Kybernet.Store.Memory;
using Kybernet.Store.Serving;
using Kybernet.Store.Tests.Engines;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Store.Tests.Serving;

/// <summary>etcd's command line without TLS, where it names what it dials by a whole URL.</summary>
public sealed class EtcdCtlPlainTests : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private readonly MemoryStore _store = new(MemoryStoreOptions.Default, TimeProvider.System);
    private EtcdServer _server = null!;
    private EtcdCtl _ctl = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var options = new EtcdServerOptions { ListenClientUrls = [new("http://127.0.0.1:0")], TemporaryDirectory = _directory.Path };
        _server = await EtcdServer.StartAsync(_store, options, TimeProvider.System, NullLoggerFactory.Instance, Cancel);
        _ctl = new(_server.ClientUrls[0]);
        await _store.PutAsync(new(Bytes.Of("a"), Bytes.Of("1")), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("endpoint status -w json", "\"version\":\"3.5.")]
    [InlineData("endpoint hashkv -w json", "\"hash\":")]
    [InlineData("defrag", "Finished defragmenting")]
    [InlineData("member list", "started, default")]
    [InlineData("get a", "a\n1\n")]
    public async Task Command_OverPlainHttp_Works(string command, string expected) =>
        Assert.Contains(expected, await _ctl.RunAsync(command, Cancel), StringComparison.Ordinal);

    [Fact]
    public async Task SnapshotSave_OverPlainHttp_WritesAFile()
    {
        var file = Path.Combine(_directory.Path, "saved.db");
        await _ctl.RunAsync($"snapshot save {file}", Cancel);
        Assert.Contains("\"totalKey\":", await _ctl.RunAsync($"snapshot status {file} -w json", Cancel), StringComparison.Ordinal);
    }
}
