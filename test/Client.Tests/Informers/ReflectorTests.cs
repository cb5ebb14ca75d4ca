using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Statuses;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Client.Tests.Informers;

public sealed class ReflectorTests : IAsyncDisposable
{
    private readonly ScriptedTransport _server = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly SharedInformers _informers;

    public ReflectorTests() => _informers = new(_server, new(ApiSchema.Create()), _clock, 1, NullLoggerFactory.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _informers.DisposeAsync();

    [Fact]
    public async Task Watch_Ended_GoesOnFromTheLastVersionSeen()
    {
        _server.Lists("5", Map("a", 5));
        _server.Watches(null, new(WatchNoticeKind.Modified, Map("a", 6)), new(WatchNoticeKind.Bookmark, Map("", 9)));
        var informer = _informers.Of<ConfigMap>();

        await CallsAsync("list 0", "watch 5", "watch 9");

        Assert.Equal("6", Assert.Single(informer.List()).Metadata.ResourceVersion);
    }

    [Fact]
    public async Task Watch_PlaceIsGone_ListsAnewAndTellsTheDifferenceOnly()
    {
        _server.Lists("5", Map("a", 1), Map("b", 2), Map("c", 3));
        _server.Watches(ApiError.ResourceExpired("too old resource version: 5 (70)"));
        _server.Lists("80", Map("a", 1), Map("c", 71), Map("d", 72));
        var informer = _informers.Of<ConfigMap>();
        var seen = new List<string>();
        using var subscription = informer.Subscribe(change => seen.Add($"{change.Old?.Metadata.Name}>{change.New?.Metadata.Name}"));

        await CallsAsync("list 0", "watch 5", "list 5", "watch 80");

        Assert.Equal([">a", ">b", ">c", "c>c", ">d", "b>"], seen);
        Assert.Equal(["a", "c", "d"], informer.List().Select(map => map.Metadata.Name));
    }

    [Fact]
    public async Task List_PlaceIsGone_TakesTheNewest()
    {
        _server.Lists("5");
        _server.Watches(ApiError.ResourceExpired("gone"));
        _server.FailsToList(ApiError.ResourceExpired("gone"));
        _server.Lists("90");
        _informers.Of<ConfigMap>();

        await CallsAsync("list 0", "watch 5", "list 5");
        await AdvanceAsync("list ");
        await CallsAsync("watch 90");
    }

    [Fact]
    public async Task List_Fails_WaitsLongerEachTime()
    {
        for (var i = 0; i < 3; i++) _server.FailsToList(ApiError.InternalError("no"));
        _server.Lists("5", Map("a", 5));
        var informer = _informers.Of<ConfigMap>();
        await CallsAsync("list 0");

        var start = _clock.GetUtcNow();
        for (var i = 0; i < 3; i++) await AdvanceAsync("list 0");

        // 800 ms, 1.6 s and 3.2 s, each up to twice as long.
        Assert.True((_clock.GetUtcNow() - start).TotalSeconds >= 5.6);
        await informer.WaitForSyncAsync(Cancel);
    }

    [Fact]
    public async Task Watch_EndsAtOnce_DoesNotGoRoundAndRound()
    {
        _server.Lists("5");
        _server.Watches(null);
        _informers.Of<ConfigMap>();
        await CallsAsync("list 0", "watch 5");

        var start = _clock.GetUtcNow();
        await AdvanceAsync("watch 5");

        Assert.True((_clock.GetUtcNow() - start).TotalSeconds >= 0.7);
    }

    private async Task CallsAsync(params string[] expected)
    {
        foreach (var call in expected) Assert.Equal(call, await _server.NextCallAsync(Cancel));
    }

    /// <summary>Lets time pass until the call comes.</summary>
    private async Task AdvanceAsync(string expected)
    {
        var next = _server.NextCallAsync(Cancel).AsTask();
        while (!next.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
            await Task.WhenAny(next, Task.Delay(1, Cancel));
        }

        Assert.Equal(expected, await next);
    }

    private static ConfigMap Map(string name, int version) => new()
    {
        Metadata = new() { Name = name, Namespace = "default", Uid = name, ResourceVersion = $"{version}" },
    };
}
