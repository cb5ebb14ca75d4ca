using Grpc.Core;
using Kybernet.Store.Protocol;
using Proto = Kybernet.Store.Protocol;

namespace Kybernet.Store.Etcd;

/// <summary>One watch on one member, for as long as that connection holds.</summary>
internal sealed class WatchStream : IDisposable
{
    private readonly CancellationTokenSource _cancel;
    private readonly AsyncDuplexStreamingCall<Proto.WatchRequest, WatchResponse> _call;

    private WatchStream(EtcdEndpoint endpoint)
    {
        Endpoint = endpoint;
        _cancel = new();
        _call = endpoint.Watch.Watch(EtcdCaller.Streaming(_cancel.Token));
    }

    public EtcdEndpoint Endpoint { get; }

    /// <summary>The member's own revision when it made the watch; it may be behind the cluster's.</summary>
    public Revision Created { get; private set; }

    /// <summary>Why the member did not make the watch; null when it did.</summary>
    public string? Refused { get; private set; }

    /// <summary>Opens the watch and waits until it is in place. Throws <see cref="RpcException"/>.</summary>
    public static async Task<WatchStream> OpenAsync(
        EtcdCaller caller, EtcdEndpoint endpoint, WatchCreateRequest create, TimeSpan timeout, CancellationToken cancel)
    {
        var stream = new WatchStream(endpoint);
        using var timer = new CancellationTokenSource(timeout, caller.Time);
        using var onTimeout = timer.Token.UnsafeRegister(static s => ((WatchStream)s!)._cancel.Cancel(), stream);
        using var onCancel = cancel.UnsafeRegister(static s => ((WatchStream)s!)._cancel.Cancel(), stream);
        try
        {
            await stream._call.RequestStream.WriteAsync(new Proto.WatchRequest { CreateRequest = create }, CancellationToken.None);
            var answer = await stream.NextAsync();
            stream.Created = new(answer.Header?.Revision ?? 0);
            if (answer.Canceled && answer.CompactRevision == 0) stream.Refused = answer.CancelReason;
            return stream;
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            stream.Dispose();
            cancel.ThrowIfCancellationRequested();
            if (timer.IsCancellationRequested) throw Broken($"no answer from {endpoint.Address} within {timeout.TotalSeconds} s");
            if (e is RpcException) throw;
            throw Broken(e.Message);
        }
    }

    /// <summary>The next response. Throws <see cref="RpcException"/> when the stream is broken or over.</summary>
    public async Task<WatchResponse> NextAsync()
    {
        if (!await _call.ResponseStream.MoveNext(CancellationToken.None)) throw Broken("the member ended the stream");
        return _call.ResponseStream.Current;
    }

    /// <summary>Asks for a mark; not while another ask is under way. Throws <see cref="RpcException"/> when the stream is broken.</summary>
    public async Task RequestProgressAsync()
    {
        try
        {
            await _call.RequestStream.WriteAsync(new Proto.WatchRequest { ProgressRequest = new() }, CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            throw Broken(e.Message);
        }
    }

    /// <summary>Ends the stream; may be called more than once.</summary>
    public void Dispose()
    {
        _cancel.Cancel();
        _call.Dispose();
    }

    private static RpcException Broken(string detail) => new(new Status(StatusCode.Unavailable, detail));
}
