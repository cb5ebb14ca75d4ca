using Grpc.Core;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Etcd;

/// <summary>Answers a watch's requests for progress; used only by the watch's reader.</summary>
/// <remarks>
/// <list type="number">
/// <item>A request is turned into a target: the cluster's revision at or after it.</item>
/// <item>Is all up to the target said already, that is the mark.</item>
/// <item>Else a member whose marks are in order is asked, and asked again while it is behind the target or does not answer,
/// which is what etcd does while a watch has yet to catch up.</item>
/// <item>With any other member, <see cref="ProgressScan"/> tells which event has to be said first.</item>
/// </list>
/// </remarks>
internal sealed class WatchMarks(WatchRequest request, EtcdCaller caller, RevisionReader revisions, ProgressScan scan)
{
    private static readonly TimeSpan UntilAskedAgain = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UntilCaughtUp = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StatusTimeout = TimeSpan.FromSeconds(5);

    private Revision _target;
    private bool? _inOrder;
    private bool _sent;
    private bool _scanned;
    private Revision _mustSay;
    private TimeSpan _patience;

    /// <summary>How many requests have a target.</summary>
    public int Seen { get; private set; }

    /// <summary>How long to wait for a response before <see cref="OnPatienceOver"/>; null is for ever.</summary>
    public TimeSpan? Patience => _sent ? _patience : null;

    /// <summary>Does what is next for the outstanding request; returns the mark when it is due. Throws <see cref="RpcException"/>.</summary>
    public async ValueTask<Revision?> AdvanceAsync(WatchStream stream, Revision said, int asked, CancellationToken cancel)
    {
        if (asked != Seen)
        {
            var current = await revisions.CurrentAsync(cancel);
            if (!current.TryGet(out var header, out var failure)) throw failure;
            _target = new(header.Revision);
            _sent = _scanned = false;
            Seen = asked;
        }

        if (_target.IsNone) return null;
        if (said >= _target) return Done(said);
        if (await AreMarksInOrderAsync(stream, cancel))
        {
            if (_sent) return null;
            _sent = true;
            _patience = UntilAskedAgain;
            await stream.RequestProgressAsync();
            return null;
        }

        if (!_scanned) _mustSay = await ScanAsync(said, cancel);
        _scanned = true;
        return said >= _mustSay ? Done(_target) : null;
    }

    /// <summary>A mark has come; returns whether to pass it on.</summary>
    public bool OnMark(Revision mark, bool asked)
    {
        if (mark >= _target)
        {
            // Without a target it answers a request that events have answered meanwhile, or the server gives it unasked.
            Done(mark);
            return true;
        }

        if (asked) _patience = UntilCaughtUp;
        return !asked;
    }

    public void OnPatienceOver() => _sent = false;

    public void OnReconnected()
    {
        _sent = false;
        _inOrder = null;
    }

    private Revision Done(Revision mark)
    {
        _target = Revision.None;
        _sent = false;
        return mark;
    }

    private async ValueTask<bool> AreMarksInOrderAsync(WatchStream stream, CancellationToken cancel)
    {
        if (_inOrder is { } known) return known;
        var status = await stream.Endpoint.Maintenance.StatusAsync(new StatusRequest(), caller.Within(StatusTimeout, cancel)).ResponseAsync;
        _inOrder = ProgressSupport.MarksInOrder(status.Version);
        return _inOrder.Value;
    }

    private async ValueTask<Revision> ScanAsync(Revision said, CancellationToken cancel)
    {
        try
        {
            return await scan.LastEventAsync(request, said, _target, cancel);
        }
        catch (TimeoutException e)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"no change came in time: {e.Message}"));
        }
    }
}
