using System.Text.RegularExpressions;
using Kybernet.Base;
using Kybernet.Store.Embedded;
using Kybernet.Store.Serving;
using Kybernet.Store.Tests.Engines;
using Kybernet.Store.Tests.Etcd;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Store.Tests.Serving;

/// <summary>etcd's own command line against the embedded store, over TLS with client certificates.</summary>
public sealed partial class EtcdCtlTests : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private EmbeddedStore _store = null!;
    private EtcdServer _server = null!;
    private EtcdCtl _ctl = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var certificates = new TestCertificates(_directory.Path);
        _store = (await EmbeddedStore.OpenAsync(new() { Directory = Path.Combine(_directory.Path, "store") }, TimeProvider.System, Cancel)).Value;
        var options = new EtcdServerOptions
        {
            ListenClientUrls = [new("https://127.0.0.1:0")],
            CertificateFile = certificates.ServerCertificateFile,
            KeyFile = certificates.ServerKeyFile,
            ClientCaFile = certificates.CaFile,
        };
        _server = await EtcdServer.StartAsync(_store, options, TimeProvider.System, NullLoggerFactory.Instance, Cancel);
        _ctl = new(_server.ClientUrls[0]) { Certificates = certificates };
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("get a", "a\n4\n")]
    [InlineData("get a --rev=2", "a\n1\n")]
    [InlineData("get aa --prefix", "aa\n3\n")]
    [InlineData("get a b", "a\n4\naa\n3\n")]
    [InlineData("get a --from-key --limit=2", "a\n4\naa\n3\n")]
    [InlineData("get a --from-key --keys-only", "a\n\naa\n\nb\n\n")]
    [InlineData("get a --from-key --sort-by=VALUE --order=DESCEND", "a\n4\naa\n3\nb\n2\n")]
    [InlineData("get a --from-key --sort-by=CREATE --order=ASCEND --limit=2", "a\n4\nb\n2\n")]
    [InlineData("get a --from-key --sort-by=MODIFY --order=DESCEND --limit=1", "a\n4\n")]
    [InlineData("get a --from-key --sort-by=VERSION --order=DESCEND --limit=1 --print-value-only", "4\n")]
    [InlineData("del a --prev-kv", "1\na\n4\n")]
    [InlineData("del a --prefix", "2\n")]
    [InlineData("put a 5 --prev-kv", "OK\na\n4\n")]
    [InlineData("put a --ignore-lease 5", "OK\n")]
    public async Task Keys_AfterFourPuts_AnswerAsEtcd(string command, string expected)
    {
        await PutAsync("a=1", "b=2", "aa=3", "a=4");
        Assert.Equal(expected, await _ctl.RunAsync(command, Cancel));
    }

    [Theory]
    [InlineData("get a --rev=1", "etcdserver: mvcc: required revision has been compacted")]
    [InlineData("get a --rev=99", "etcdserver: mvcc: required revision is a future revision")]
    [InlineData("compact 2", "etcdserver: mvcc: required revision has been compacted")]
    [InlineData("put a 1 --lease=77", "etcdserver: requested lease not found")]
    [InlineData("put missing 1 --ignore-lease", "etcdserver: key not found")]
    [InlineData("lease revoke 77", "etcdserver: requested lease not found")]
    [InlineData("lease grant 9000000001", "etcdserver: too large lease TTL")]
    public async Task Errors_ReachTheClient_InEtcdsWords(string command, string expected)
    {
        await PutAsync("a=1", "a=2");
        Assert.Equal("compacted revision 3\n", await _ctl.RunAsync("compact 3", Cancel));
        Assert.Contains(expected, await _ctl.FailAsync(command, Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mod(\"a\") = \"2\"\n\nput a 2\nget a\n\nput a 3\n\n", "SUCCESS\n\nOK\n\na\n2\n")]
    [InlineData("val(\"a\") > \"1\"\n\nput a 2\n\ndel a\nget a\n\n", "FAILURE\n\n1\n\n\n")]
    public async Task Txn_Condition_TakesItsBranch(string input, string expected)
    {
        await PutAsync("a=1");
        var output = await _ctl.RunAsync("txn", Cancel, input);
        Assert.Equal(expected.TrimEnd(), output.TrimEnd());
    }

    [Fact]
    public async Task Txn_KeyWrittenTwice_IsRefused()
    {
        using var txn = _ctl.Start("txn");
        await txn.StandardInput.WriteAsync("\nput a 1\nput a 2\n\n\n".AsMemory(), Cancel);
        txn.StandardInput.Close();
        Assert.Contains("etcdserver: duplicate key given in txn request", await txn.StandardError.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        await txn.WaitForExitAsync(Cancel);
    }

    [Fact]
    public async Task Watch_FromARevision_SaysOldAndNew()
    {
        await PutAsync("a=1", "ab=2", "b=3");
        using var watch = _ctl.Start("watch a --prefix --rev=3");
        try
        {
            Assert.Equal(["PUT", "ab", "2"], await ReadLinesAsync(watch.StandardOutput, 3));
            await _ctl.RunAsync("del a", Cancel);
            Assert.Equal(["DELETE", "a", ""], await ReadLinesAsync(watch.StandardOutput, 3));
        }
        finally
        {
            watch.Kill();
            await watch.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task Watch_FromACompactedRevision_IsCanceledWithIt()
    {
        await PutAsync("a=1", "a=2", "a=3");
        await _ctl.RunAsync("compact 4", Cancel);
        Assert.Contains("required revision has been compacted", await _ctl.FailAsync("watch a --rev=2", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lease_ItsWholeLife_IsEtcds()
    {
        var granted = await _ctl.RunAsync("lease grant 1000", Cancel);
        var id = LeaseGranted().Match(granted).Groups[1].Value;
        await _ctl.RunAsync($"put a 1 --lease={id}", Cancel);

        Assert.Equal($"found 1 leases\n{id}\n", await _ctl.RunAsync("lease list", Cancel));
        Assert.Matches($@"lease {id} granted with TTL\(1000s\), remaining\(\d+s\), attached keys\(\[a\]\)",
            await _ctl.RunAsync($"lease timetolive {id} --keys", Cancel));
        Assert.Equal($"lease {id} keepalived with TTL(1000)\n", await _ctl.RunAsync($"lease keep-alive --once {id}", Cancel));
        Assert.Equal($"lease {id} revoked\n", await _ctl.RunAsync($"lease revoke {id}", Cancel));
        Assert.Equal("", await _ctl.RunAsync("get a", Cancel));
        Assert.Equal($"lease {id} already expired\n", await _ctl.RunAsync($"lease timetolive {id}", Cancel));
        Assert.Contains("expired or revoked", await _ctl.RunAsync($"lease keep-alive {id}", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Maintenance_StatusHealthDefragMembersAlarms_Answer()
    {
        await PutAsync("a=1");

        Assert.Contains("\"version\":\"3.5.", await _ctl.RunAsync("endpoint status -w json", Cancel), StringComparison.Ordinal);
        await _ctl.RunAsync("endpoint health", Cancel);
        Assert.Contains("Finished defragmenting", await _ctl.RunAsync("defrag", Cancel), StringComparison.Ordinal);
        Assert.Contains("started, default", await _ctl.RunAsync("member list", Cancel), StringComparison.Ordinal);
        Assert.Equal("", await _ctl.RunAsync("alarm list", Cancel));
        var hash = await _ctl.RunAsync("endpoint hashkv", Cancel);
        Assert.Equal(hash, await _ctl.RunAsync("endpoint hashkv", Cancel));
        await PutAsync("a=2");
        Assert.NotEqual(hash, await _ctl.RunAsync("endpoint hashkv", Cancel));
    }

    [Fact]
    public async Task SnapshotSave_RestoredIntoARealEtcd_IsTheSameState()
    {
        var value = new string('x', 9000);
        for (var i = 0; i < 300; i++) await _store.PutAsync(new(Bytes.Of($"k{i:d3}"), Bytes.Of(i % 7 == 0 ? value : $"v{i}")), Cancel);
        await _store.DeleteAsync(new(KeyRange.Prefix(Bytes.Of("k01"))), Cancel);
        var snapshot = Path.Combine(_directory.Path, "snapshot.db");
        await _ctl.RunAsync($"snapshot save {snapshot}", Cancel);

        await using var cluster = await EtcdCluster.StartAsync(1, tls: false, Cancel, snapshot);
        await using var restored = new Kybernet.Store.Etcd.EtcdStore(cluster.Options, TimeProvider.System);
        var expected = (await _store.RangeAsync(new(KeyRange.All), Cancel)).Value;
        var actual = (await restored.RangeAsync(new(KeyRange.All), Cancel)).Value;

        Assert.Equal(expected.Items.AsEnumerable(), actual.Items);
        Assert.Equal(expected.Revision, actual.Revision);
    }

    private async Task PutAsync(params string[] pairs)
    {
        foreach (var pair in pairs) Assert.True((await _store.PutAsync(new(Bytes.Of(pair.Split('=')[0]), Bytes.Of(pair.Split('=')[1])), Cancel)).IsOk);
    }

    private static async Task<List<string?>> ReadLinesAsync(StreamReader reader, int count)
    {
        var lines = new List<string?>();
        while (lines.Count < count) lines.Add(await reader.ReadLineAsync(Cancel));
        return lines;
    }

    [GeneratedRegex("lease ([0-9a-f]+) granted")]
    private static partial Regex LeaseGranted();
}
