using System.Collections.Concurrent;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;
using Kybernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Controllers.Tests.Runtime;

public sealed class ControllerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_FirstKey_SeesCompleteCopies()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        for (var i = 0; i < 20; i++) await cluster.Client.CreateAsync(NewConfigMap($"a-{i}"), Cancel);
        // A copy may begin with an older state; after this the server's own has all of them.
        await cluster.Client.ListAsync<ConfigMap>("default", "", Cancel);
        var maps = cluster.Informers.Of<ConfigMap>(new() { Namespace = "default" });
        var counts = new ConcurrentQueue<int>();
        var done = new TaskCompletionSource();
        var reconciler = new Reconciler(_ =>
        {
            counts.Enqueue(maps.List().Count);
            if (counts.Count >= 20) done.TrySetResult();
            return Reconciled.Done;
        });

        await RunAsync(new Controller("odd", reconciler, ContextOf(cluster)).On(maps), done.Task);

        Assert.All(counts, static count => Assert.True(count >= 20));
    }

    [Fact]
    public async Task Run_AFailure_IsTriedAgainAndThenForgotten()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await cluster.Client.CreateAsync(NewConfigMap("a"), Cancel);
        var maps = cluster.Informers.Of<ConfigMap>(new() { FieldSelector = "metadata.name=a" });
        var tries = 0;
        var done = new TaskCompletionSource();
        var reconciler = new Reconciler(_ =>
        {
            if (++tries == 1) return Reconciled.Failed(ApiError.InternalError("no"));
            if (tries == 2) throw new InvalidOperationException("a bug");
            done.TrySetResult();
            return Reconciled.Done;
        });

        await RunAsync(new Controller("odd", reconciler, ContextOf(cluster)).On(maps), PassTimeAsync(cluster, done.Task));

        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task Run_AKey_IsNeverWorkedOnTwiceAtOnce()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        var maps = cluster.Informers.Of<ConfigMap>(new() { Namespace = "default" });
        var (working, most, seen) = (0, 0, 0);
        var done = new TaskCompletionSource();
        var reconciler = new Reconciler(async key =>
        {
            most = Math.Max(most, Interlocked.Increment(ref working));
            await Task.Yield();
            Interlocked.Decrement(ref working);
            if (maps.Find(key) is { } map && map.Data["n"] == "last") done.TrySetResult();
            seen++;
            return Reconciled.Done;
        });
        var running = RunAsync(
            new Controller("odd", reconciler, ContextOf(cluster)).On(maps, static change => change.Any.Metadata.Name == "a" ? [new("default", "a")] : []),
            done.Task);

        await cluster.Client.CreateAsync(NewConfigMap("a"), Cancel);
        for (var i = 0; i <= 50; i++) await cluster.Client.UpdateAsync(NewConfigMap("a", i == 50 ? "last" : $"{i}"), Cancel);
        await running;

        Assert.Equal(1, most);
        Assert.InRange(seen, 1, 52);
    }

    [Fact]
    public async Task Service_ALoopThatFaults_IsStartedAgainAndTheOthersGoOn()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var (faulty, steady) = (new Loop("faulty", fails: true), new Loop("steady", fails: false));
        await using var service = new ControllersService([faulty, steady], clock, NullLoggerFactory.Instance);

        service.Start();
        while (faulty.Runs < 3)
        {
            clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(1, Cancel);
        }

        await service.StopAsync();
        Assert.Equal(1, steady.Runs);
        Assert.True(steady.WasCancelled);
    }

    private static ControllerContext ContextOf(TestCluster cluster) => new(
        _ => cluster.Client, cluster.Informers, _ => throw new NotSupportedException(), cluster.Clock, 1, ControllersOptions.Default,
        NullLoggerFactory.Instance);

    private static async Task RunAsync(Controller controller, Task until)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = controller.RunAsync(stop.Token);
        await until.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static async Task PassTimeAsync(TestCluster cluster, Task until)
    {
        while (!until.IsCompleted)
        {
            cluster.Clock.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Delay(1, Cancel);
        }
    }

    private static ConfigMap NewConfigMap(string name, string n = "0") => new()
    {
        Metadata = new() { Name = name, Namespace = "default" },
        Data = Machinery.Collections.MapOf.Of(("n", n)),
    };

    private sealed class Reconciler(Func<ObjectKey, Task<Reconciled>> act) : IReconciler
    {
        public Reconciler(Func<ObjectKey, Reconciled> act)
            : this(key => Task.FromResult(act(key)))
        {
        }

        public Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel) => act(key);
    }

    private sealed class Loop(string name, bool fails) : IControllerLoop
    {
        public string Name => name;

        public int Runs { get; private set; }

        public bool WasCancelled { get; private set; }

        public async Task RunAsync(CancellationToken cancel)
        {
            Runs++;
            if (fails) throw new InvalidOperationException("a bug");
            using var registration = cancel.Register(() => WasCancelled = true);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
        }
    }
}
