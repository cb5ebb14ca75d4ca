using System.CommandLine;
using Kybernet.Base;
using Kybernet.Store;
using Kybernet.Store.Etcd;

namespace Kybernet.Hosts.Tests;

/// <summary><c>kyb etcd</c> running in this process until it is disposed of, and a client of it.</summary>
internal sealed class Served : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly FirstLine _output = new();
    private Task<int> _running = Task.FromResult(0);

    private Served()
    {
    }

    public string Url { get; private set; } = "";

    public EtcdStore Store { get; private set; } = null!;

    public static async Task<Served> StartAsync(Kyb kyb, string dataDir, CancellationToken cancel, string flags = "")
    {
        var served = new Served();
        var command = $"etcd --data-dir DIR/{dataDir} --listen-client-urls http://127.0.0.1:0{flags}";
        var error = new StringWriter();
        served._running = kyb.RunAsync(command, new InvocationConfiguration { Output = served._output, Error = error }, served._stop.Token);
        if (await Task.WhenAny(served._output.Line, served._running) == served._running) Assert.Fail($"it did not start: {error}");
        served.Url = (await served._output.Line.WaitAsync(cancel)).Split(' ')[1];
        served.Store = new(new() { Endpoints = [new(served.Url)] }, TimeProvider.System);
        return served;
    }

    public async Task PutAsync(string key, string value, CancellationToken cancel) =>
        Assert.True((await Store.PutAsync(new(Bytes.Of(key), Bytes.Of(value)), cancel)).IsOk);

    public async Task<string> ListAsync(CancellationToken cancel) => string.Join(
        " ", (await Store.RangeAsync(new(KeyRange.All), cancel)).Value.Items.Select(item => $"{item.Key}={item.Value}@{item.ModRevision}"));

    /// <summary>Stops it as a signal would; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await StopAsync();
        _stop.Dispose();
    }

    private sealed class FirstLine : StringWriter
    {
        private readonly TaskCompletionSource<string> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Line => _line.Task;

        public override Task WriteLineAsync(string? value)
        {
            _line.TrySetResult(value ?? "");
            return Task.CompletedTask;
        }
    }
}
