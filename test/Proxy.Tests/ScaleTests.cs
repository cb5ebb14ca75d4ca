using System.Globalization;
using Kybernet.Base.Processes;
using Kybernet.Machinery.Kinds;
using Kybernet.Proxy.Model;
using Kybernet.Proxy.Nftables;
using Kybernet.Proxy.Tests.Networks;
using Microsoft.Extensions.Logging.Abstractions;
using static Kybernet.Proxy.Tests.Builders;

namespace Kybernet.Proxy.Tests;

public sealed class ScaleTests
{
    private const int Services = 10_000;
    private static readonly NftDialect s_dialect = new(IpFamily.V4);
    private static readonly ServiceRules s_rules = new(s_dialect, new("here", ""));

    [Fact]
    public async Task Sync_TenThousandServices_OneChangeIsQuick()
    {
        Assert.SkipUnless(TestNode.IsPossible, "needs root and nft");
        var cancel = TestContext.Current.CancellationToken;
        await using var node = await TestNode.CreateAsync(0, cancel);
        var proxy = new FamilyProxy(IpFamily.V4, HostCommand.In(node.Node), new(), TimeProvider.System, NullLogger.Instance);

        var all = Enumerable.Range(0, Services).Select(static i => Change(i, 1)).ToList();
        var full = await MeasureAsync(() => proxy.SyncAsync(s_dialect, all, cancel));
        var changes = new List<TimeSpan>();
        for (var i = 0; i < 20; i++) changes.Add(await MeasureAsync(() => proxy.SyncAsync(s_dialect, [Change(i * 37, 2 + i)], cancel)));
        changes.Sort();

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Services} services: full {full.TotalMilliseconds:F0} ms, "
            + $"a change {changes[10].TotalMilliseconds:F1} ms (median), {changes[^1].TotalMilliseconds:F1} ms (longest)");
        // A relation holds on a busy machine too: a change must not cost what ten thousand services do.
        Assert.True(changes[10] < full / 4, $"a change took {changes[10]}, everything {full}");
    }

    private static KeyValuePair<ObjectKey, NftFragment> Change(int i, int version)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"svc{i}");
        var address = string.Create(CultureInfo.InvariantCulture, $"{i / 250}.{i % 250}");
        var service = Service(name, "10.96." + address, Port(80));
        var slice = Slice(name, 80 + version, Endpoint("10.1." + address), Endpoint("10.2." + address));
        return KeyValuePair.Create(
            new ObjectKey("ns1", name), s_rules.Of(ServicePorts.Of(service, IpFamily.V4), SliceEndpoints.Of([slice], IpFamily.V4, "here")));
    }

    private static async Task<TimeSpan> MeasureAsync(Func<Task<bool>> work)
    {
        var started = TimeProvider.System.GetTimestamp();
        Assert.True(await work());
        return TimeProvider.System.GetElapsedTime(started);
    }
}
