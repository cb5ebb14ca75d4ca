using System.Globalization;
using Kybernet.Store;
using Kybernet.Store.Etcd;
using Kybernet.Store.Tests.Etcd;

namespace Kybernet.Hosts.Tests.Faults;

/// <summary>What clients over HTTPS notice of a server that is killed, and of an etcd member that is.</summary>
/// <remarks><c>KYBERNET_FAULT_ROUNDS</c> (2) says how often; see <see cref="FaultLoad"/> for how many.</remarks>
public sealed class FaultTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static int Rounds =>
        int.TryParse(Environment.GetEnvironmentVariable("KYBERNET_FAULT_ROUNDS"), CultureInfo.InvariantCulture, out var given) ? given : 2;

    [Fact]
    public async Task Server_KilledUnderLoad_WatchesGoOnWithoutAGap()
    {
        await using var server = new ServerProcess();
        await server.StartAsync(Cancel);
        await using var load = await FaultLoad.StartAsync(server, disconnects: true, Cancel);
        for (var round = 0; round < Rounds; round++)
        {
            await Task.Delay(s_between, Cancel);
            await server.KillAsync();
            output.WriteLine($"ready again after {(await server.StartAsync(Cancel)).TotalSeconds:n2} s");
            await load.CatchUpAsync(Cancel);
        }

        await Task.Delay(s_between, Cancel);
        await load.CheckAsync(Cancel);
        Report(load);
        Assert.True(load.Resumed > 0 && load.Written > 0);
    }

    [Fact]
    public async Task Etcd_AMemberKilledAndHistoryCompacted_ClientsNoticeNothing()
    {
        Assert.SkipWhen(EtcdCluster.Executable is null, "needs etcd");
        await using var etcd = await EtcdCluster.StartAsync(3, tls: false, Cancel);
        await using var server = new ServerProcess("--store", "etcd", "--etcd-servers", string.Join(',', etcd.Endpoints));
        await server.StartAsync(Cancel);
        await using var load = await FaultLoad.StartAsync(server, disconnects: false, Cancel);
        for (var round = 0; round < Rounds; round++)
        {
            await Task.Delay(s_between, Cancel);
            // Only what the server was told of: a watch of etcd cannot go on from what is compacted, here and upstream.
            await CompactAsync(etcd, await load.CatchUpAsync(Cancel));
            // The leader first: that is the fault which stops writes for an election.
            var member = round == 0 ? await etcd.LeaderAsync(Cancel) : round % 3;
            await etcd.KillMemberAsync(member, Cancel);
            await Task.Delay(s_between, Cancel);
            etcd.StartMember(member);
        }

        await Task.Delay(s_between, Cancel);
        await load.CheckAsync(Cancel);
        Report(load);
        Assert.Equal("", load.Failure);
        Assert.Equal(0, load.Resumed);
    }

    private void Report(FaultLoad load) =>
        output.WriteLine($"{load.Written} changes answered, {load.Failures} not ({load.Failure}); {load.Seen} events seen, {load.Resumed} watches resumed");

    private static async Task CompactAsync(EtcdCluster etcd, long revision)
    {
        await using var store = new EtcdStore(etcd.Options, TimeProvider.System);
        // A member that was away may have been compacted to a later revision than the one before it.
        Assert.True((await store.CompactAsync(new(revision), Cancel)).Error is null or StoreError.Compacted);
    }
}
