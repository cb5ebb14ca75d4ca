using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.Hosts.Tests.Faults;

/// <summary>Watches through every fault: after each broken connection it goes on from the last change it saw.</summary>
internal sealed class FaultWatcher(IClient client, int seed, bool disconnects)
{
    public const string End = "end";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private readonly Random _random = new(seed);
    private string _position = "";
    private long _revision;

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>It knows where it begins.</summary>
    public Task Started => _started.Task;

    /// <summary>In the order they came.</summary>
    public List<Change> Seen { get; } = [];

    /// <summary>Everything up to this revision was seen.</summary>
    public long Position => Volatile.Read(ref _revision);

    /// <summary>How often a watch began.</summary>
    public int Watches { get; private set; }

    /// <summary>The revision after which everything must be seen.</summary>
    public long Start { get; private set; }

    /// <summary>Returns when the change that ends the run was seen.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        _position = (await client.ListAsync<ConfigMap>("default", "", cancel)).Value.ResourceVersion;
        Start = long.Parse(_position, CultureInfo.InvariantCulture);
        _started.SetResult();
        while (!await WatchAsync(cancel)) await Task.Delay(s_pause, cancel);
    }

    private async Task<bool> WatchAsync(CancellationToken cancel)
    {
        Watches++;
        var left = disconnects ? _random.Next(1, 500) : int.MaxValue;
        try
        {
            await foreach (var notice in client.WatchAsync<ConfigMap>("default", _position, cancel))
            {
                var change = Change.Of(notice);
                Seen.Add(change);
                Volatile.Write(ref _revision, change.Revision);
                _position = notice.Object.Metadata.ResourceVersion;
                if (notice.Object.Metadata.Name == End) return true;
                if (--left == 0) break;
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The server is gone, or going.
        }

        return false;
    }
}
