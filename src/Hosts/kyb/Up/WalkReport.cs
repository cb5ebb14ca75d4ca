using System.Net.Http.Headers;
using Kybernet.Base.Tracing;

namespace Kybernet.Hosts.Kyb.Up;

/// <summary>Tells what followed from each request of a user: for people here, for machines in a file or at an OpenTelemetry collector.</summary>
internal sealed class WalkReport : IAsyncDisposable
{
    private const string ServiceName = "kyb";

    // A collector that does not answer holds up no other walk for longer.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly TextWriter _output;
    private readonly string _file;
    private readonly Uri? _collector;
    private readonly SpanRecorder _recorder = new();
    private readonly HttpClient _http = new() { Timeout = s_patience };
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <param name="output">For people.</param>
    /// <param name="file">Takes a line of OTLP JSON a walk; empty for none.</param>
    /// <param name="collector">What <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says; null for none.</param>
    /// <param name="time">Time.</param>
    public WalkReport(TextWriter output, string file, Uri? collector, TimeProvider time)
    {
        (_output, _file, _collector) = (output, file, collector);
        _recorder.Start();
        _running = RunAsync(new(_recorder, time));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _recorder.Dispose();
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(WalkWatch walks)
    {
        try
        {
            await walks.RunAsync(TellAsync, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private async Task TellAsync(Walk walk)
    {
        await _output.WriteLineAsync(WalkText.Of(walk).AsMemory(), _stop.Token);
        await _output.FlushAsync(_stop.Token);
        var json = OtlpJson.Of(walk, ServiceName);
        try
        {
            if (_file.Length > 0) await File.AppendAllBytesAsync(_file, [.. json, (byte)'\n'], _stop.Token);
            if (_collector is not null) await PostAsync(_collector, json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException
            || (e is OperationCanceledException && !_stop.IsCancellationRequested))
        {
            await _output.WriteLineAsync($"the trace could not be handed on: {e.Message}".AsMemory(), _stop.Token);
        }
    }

    private async Task PostAsync(Uri collector, byte[] json)
    {
        using var content = new ByteArrayContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await _http.PostAsync(new Uri(collector, "v1/traces"), content, _stop.Token);
        answer.EnsureSuccessStatusCode();
    }
}
