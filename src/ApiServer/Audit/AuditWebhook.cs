using System.Net.Http.Headers;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Audit;

/// <summary>Posts events as <c>EventList</c>s. Never keeps a request waiting. Upstream: <c>plugin/webhook</c> in mode <c>batch</c>.</summary>
internal sealed class AuditWebhook : IAuditSink
{
    private const int MaxAttempts = 4;
    private const double BackoffFactor = 1.5;

    private readonly AuditWebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<byte[]> _events;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public AuditWebhook(AuditWebhookOptions options, TimeProvider time, ILogger log)
    {
        (_options, _time, _log) = (options, time, log);
        _events = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(options.BufferSize) { SingleReader = true });
    }

    public void Start() => _loop = SendAsync(_stop.Token);

    public void Write(ReadOnlySpan<byte> json)
    {
        if (!_events.Writer.TryWrite(json.ToArray())) AuditLog.NotSent(_log, 1, "audit backend buffer is full");
    }

    /// <summary>What waits is sent once more, then it ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task SendAsync(CancellationToken cancel)
    {
        var batch = new List<byte[]>();
        while (await _events.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await GatherAsync(batch, cancel);
            await PostAsync(batch, cancel);
            batch.Clear();
        }
    }

    private async Task GatherAsync(List<byte[]> batch, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var pause = Task.Delay(_options.MaxBatchWait, _time, over.Token);
        while (batch.Count < _options.MaxBatchSize)
        {
            while (batch.Count < _options.MaxBatchSize && _events.Reader.TryRead(out var one)) batch.Add(one);
            if (batch.Count >= _options.MaxBatchSize || pause.IsCompleted) break;
            var more = _events.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            if (await Task.WhenAny(more, pause) == pause || !await more) break;
        }

        await over.CancelAsync();
    }

    private async Task PostAsync(List<byte[]> batch, CancellationToken cancel)
    {
        if (batch.Count == 0) return;
        var (body, pause) = (Encode(batch), _options.InitialBackoff);
        for (var attempt = 1; ; attempt++)
        {
            var problem = await TryPostAsync(body);
            if (problem.Length == 0) return;
            if (attempt == MaxAttempts || cancel.IsCancellationRequested)
            {
                AuditLog.NotSent(_log, batch.Count, problem);
                return;
            }

            await Task.WhenAny(Task.Delay(pause, _time, cancel));
            pause *= BackoffFactor;
        }
    }

    /// <summary>What went wrong; empty when nothing did.</summary>
    private async Task<string> TryPostAsync(byte[] body)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _options.Server) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await _options.Client.SendAsync(request, CancellationToken.None);
            return response.IsSuccessStatusCode ? "" : $"the server answered {(int)response.StatusCode}";
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return failure.InnerException?.Message ?? failure.Message;
        }
    }

    private static byte[] Encode(List<byte[]> batch)
    {
        using var body = new MemoryStream();
        body.Write("""{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":["""u8);
        for (var i = 0; i < batch.Count; i++)
        {
            if (i > 0) body.Write(","u8);
            body.Write(batch[i]);
        }

        body.Write("]}"u8);
        return body.ToArray();
    }
}
