using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Client.Tests.Informers;

/// <summary>
/// A server whose failures are the test's: the connection that breaks, the place that is gone, the list that differs. What it answers in
/// order is the script; everything else about a server is tested against a real one.
/// </summary>
internal sealed class ScriptedTransport : IApiTransport
{
    private readonly Channel<ApiResult<ApiList<IObject>>> _lists = Channel.CreateUnbounded<ApiResult<ApiList<IObject>>>();
    private readonly Channel<Channel<WatchNotice<IObject>>> _watches = Channel.CreateUnbounded<Channel<WatchNotice<IObject>>>();
    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();

    public void Lists(string resourceVersion, params IObject[] items) => _lists.Writer.TryWrite(new ApiList<IObject>(items, resourceVersion));

    public void FailsToList(ApiError error) => _lists.Writer.TryWrite(error);

    /// <summary>The next watch: it gives the notices and ends, with the error if there is one.</summary>
    public void Watches(ApiError? error, params WatchNotice<IObject>[] notices)
    {
        var watch = Channel.CreateUnbounded<WatchNotice<IObject>>();
        foreach (var notice in notices) watch.Writer.TryWrite(notice);
        watch.Writer.Complete(error is null ? null : new ApiException(error));
        _watches.Writer.TryWrite(watch);
    }

    /// <summary>The next call: <c>list 0</c>, <c>watch 7</c>.</summary>
    public ValueTask<string> NextCallAsync(CancellationToken cancel) => _calls.Reader.ReadAsync(cancel);

    public ValueTask<ApiResult<IObject>> SendAsync(ApiCall call, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<ApiResult<ApiList<IObject>>> ListAsync(ApiCall call, CancellationToken cancel)
    {
        _calls.Writer.TryWrite($"list {call.ResourceVersion}");
        return _lists.Reader.ReadAsync(cancel);
    }

    public async IAsyncEnumerable<WatchNotice<IObject>> WatchAsync(ApiCall call, [EnumeratorCancellation] CancellationToken cancel)
    {
        _calls.Writer.TryWrite($"watch {call.ResourceVersion}");
        var watch = await _watches.Reader.ReadAsync(cancel);
        await foreach (var notice in watch.Reader.ReadAllAsync(cancel)) yield return notice;
    }
}
