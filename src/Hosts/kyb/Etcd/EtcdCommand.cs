using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Kybernet.Store.Compaction;
using Kybernet.Store.Embedded;
using Kybernet.Store.Serving;
using Kybernet.Store.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Hosts.Kyb.Etcd;

/// <summary><c>kyb etcd</c>: the embedded store of a directory behind etcd's v3 API, until it is told to stop.</summary>
internal static class EtcdCommand
{
    /// <summary>How long requests under way may take once it is told to stop. Watches never end by themselves.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    public static Command Create(TimeProvider time)
    {
        var flags = new EtcdFlags();
        var command = new Command("etcd", "Serve a directory's data through etcd's v3 API, in place of an etcd.");
        foreach (var option in flags.All) command.Options.Add(option);
        command.SetAction((parsed, cancel) => RunAsync(flags, parsed, time, cancel));
        return command;
    }

    private static async Task<int> RunAsync(EtcdFlags flags, ParseResult parsed, TimeProvider time, CancellationToken stop)
    {
        // Read by the runtime at the first socket: requests run on the thread that learns of their bytes. They are short and never block.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        var streams = parsed.InvocationConfiguration;
        var started = time.GetTimestamp();
        var server = flags.Server(parsed, out var wrong);
        var compaction = wrong is null ? flags.Compaction(parsed, out wrong) : null;
        var snapshots = wrong is null ? flags.Snapshots(parsed, out wrong) : null;
        if (server is null || wrong is not null) return await FailAsync(streams, wrong!);
        var opened = await EmbeddedStore.OpenAsync(flags.Store(parsed), time, stop);
        if (!opened.TryGet(out var store, out var unopened)) return await FailAsync(streams, unopened.Message);
        // Closed last, after all that uses it: what was answered is durable already, this only tidies up.
        await using var storeToClose = store;
        await using var compactor = compaction is null ? null : new AutoCompactor(store, compaction, time);
        await using var schedule = snapshots is null ? null : new SnapshotSchedule(store, snapshots, time);
        EtcdServer serving;
        try
        {
            serving = await EtcdServer.StartAsync(store, server, time, NullLoggerFactory.Instance, stop);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or CryptographicException or InvalidOperationException
            or System.Net.Sockets.SocketException)
        {
            var urls = string.Join(", ", server.ListenClientUrls.Select(url => url.OriginalString));
            return await FailAsync(streams, $"cannot serve on {urls}: {failed.Message} See --listen-client-urls and the TLS files.");
        }

        await using var serverToClose = serving;
        compactor?.Start();
        schedule?.Start();
        var status = await store.GetStatusAsync(CancellationToken.None);
        var served = string.Join(",", serving.ClientUrls.Select(url => url.GetLeftPart(UriPartial.Authority)));
        var took = time.GetElapsedTime(started).TotalMilliseconds;
        await streams.Output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"serving {served} at revision {status.Value.Revision}, ready in {took:f0} ms"));
        await streams.Output.FlushAsync(CancellationToken.None);
        await WaitAsync(stop);
        using var grace = new CancellationTokenSource(s_grace, time);
        await serving.StopAsync(grace.Token);
        return 0;
    }

    private static async Task WaitAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (stop.UnsafeRegister(static source => ((TaskCompletionSource)source!).SetResult(), stopped)) await stopped.Task;
    }

    private static async Task<int> FailAsync(InvocationConfiguration streams, string problem)
    {
        await streams.Error.WriteLineAsync($"error: {problem}");
        return 1;
    }
}
