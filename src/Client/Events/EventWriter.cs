using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Transport;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client.Events;

/// <summary>
/// Writes the events of a process, one after the other. At most 1,000 wait; what comes then is dropped and counted. An event the server
/// refuses is dropped; when the server cannot be reached it is tried twelve times, ten seconds apart.
/// </summary>
/// <remarks>Upstream: client-go/tools/record/event.go.</remarks>
internal sealed class EventWriter(IClient client, TimeProvider time, int seed, ILogger log)
{
    private const int MaxQueued = 1000;
    private const int MaxTries = 12;
    private const int MaxNameLength = 253;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    private readonly Channel<Event> _queue = Channel.CreateBounded<Event>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly EventCorrelator _correlator = new(time);
    private readonly Random _random = new(seed);
    private long _lastName = new Random(seed).Next(1_000_000);
    private long _dropped;

    /// <summary>How many events were lost because too many waited, or could not be written.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void Add(Event value)
    {
        if (!_queue.Writer.TryWrite(value)) Interlocked.Increment(ref _dropped);
    }

    /// <summary>
    /// A name for an event about an object of that name: with the time in nanoseconds as upstream's, moved on so that no two of a process
    /// are the same, and by a little in each process.
    /// </summary>
    public string NameOf(string name, DateTimeOffset now)
    {
        var nanos = (now - DateTimeOffset.UnixEpoch).Ticks * 100;
        long last, next;
        do
        {
            last = Interlocked.Read(ref _lastName);
            next = Math.Max(last + 1, nanos + (last % 1_000_000));
        }
        while (Interlocked.CompareExchange(ref _lastName, next, last) != last);
        var suffix = "." + next.ToString("x", CultureInfo.InvariantCulture);
        return (name.Length + suffix.Length > MaxNameLength ? name[..(MaxNameLength - suffix.Length)] : name) + suffix;
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        await Task.Yield();
        try
        {
            await foreach (var value in _queue.Reader.ReadAllAsync(cancel))
                if (_correlator.Correlate(value) is { } wanted) await WriteAsync(wanted, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
    }

    private async ValueTask WriteAsync(Event value, CancellationToken cancel)
    {
        for (var tries = 1; tries <= MaxTries; tries++)
        {
            try
            {
                var written = await WriteOnceAsync(value, cancel);
                if (written.TryGet(out var stored, out var error)) _correlator.Written(stored);
                else if (!error.IsAlreadyExists && !error.HasCause("NamespaceTerminating"))
                    EventLog.Refused(log, value.Reason, value.InvolvedObject.Name, error.Message);
                return;
            }
            catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException)
            {
                if (tries == MaxTries) EventLog.Lost(log, value.Reason, value.InvolvedObject.Name, e.Message);
            }

            // At random at first: not all clients come back at once.
            await Task.Delay(tries == 1 ? s_pause * _random.NextDouble() : s_pause, time, cancel);
        }

        Interlocked.Increment(ref _dropped);
    }

    private async ValueTask<ApiResult<Event>> WriteOnceAsync(Event value, CancellationToken cancel)
    {
        if (value.Count > 1)
        {
            var patched = await client.PatchAsync<Event>(value.Key, PatchOf(value), "", cancel);
            if (patched.IsOk || !patched.Error.IsNotFound) return patched;
        }

        return await client.CreateAsync(value with { Metadata = value.Metadata with { ResourceVersion = "" } }, cancel);
    }

    private static ObjectPatch PatchOf(Event value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("count", value.Count);
            writer.WriteString("lastTimestamp", value.LastTimestamp.ToString());
            writer.WriteString("message", value.Message);
            writer.WriteEndObject();
        }

        return new(PatchKind.StrategicMerge, stream.ToArray());
    }
}
