using System.CommandLine;

namespace Kybernet.Hosts.Tests;

/// <summary>A command of the host that runs in this process until it is disposed of.</summary>
internal sealed class RunningCommand : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly FirstLine _output = new();
    private readonly StringWriter _error = new();
    private Task<int> _running = Task.FromResult(0);

    private RunningCommand()
    {
    }

    /// <summary>Returns when the command has printed a line.</summary>
    public static async Task<RunningCommand> StartAsync(Kyb kyb, string command, CancellationToken cancel)
    {
        var run = new RunningCommand();
        run._running = kyb.RunAsync(command, new InvocationConfiguration { Output = run._output, Error = run._error }, run._stop.Token);
        if (await Task.WhenAny(run._output.Line, run._running).WaitAsync(cancel) == run._running) Assert.Fail($"kyb {command} did not start: {run._error}");
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Assert.Equal(0, await _running);
        _stop.Dispose();
    }

    private sealed class FirstLine : StringWriter
    {
        private readonly TaskCompletionSource _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Line => _line.Task;

        public override Task WriteLineAsync(string? value)
        {
            _line.TrySetResult();
            return Task.CompletedTask;
        }

        public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) => WriteLineAsync("");
    }
}
