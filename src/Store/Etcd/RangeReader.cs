using System.Collections.Immutable;
using Grpc.Core;
using Kybernet.Store.Protocol;
using Proto = Kybernet.Store.Protocol;

namespace Kybernet.Store.Etcd;

/// <summary>Reads ranges of any size: in pages, all at the revision of the first.</summary>
internal sealed class RangeReader(EtcdCaller caller, EtcdStoreOptions options)
{
    // How often a large range starts over because history was compacted between its pages.
    private const int MaxRestarts = 5;

    public async ValueTask<CallOutcome<RangeResponse>> ReadAsync(RangeRequest request, CancellationToken cancel)
    {
        for (var restart = 0; ; restart++)
        {
            var outcome = await ReadOnceAsync(request, cancel);
            if (request.Revision.IsNone && restart < MaxRestarts && outcome.Failure?.Status.Detail == EtcdMessages.Compacted) continue;
            return outcome;
        }
    }

    private async ValueTask<CallOutcome<RangeResponse>> ReadOnceAsync(RangeRequest request, CancellationToken cancel)
    {
        var paged = !request.CountOnly && !request.Keys.IsSingle;
        var page = new Page(EtcdRequests.ToWire(request), request.Limit > 0 ? request.Limit : long.MaxValue, options.PageSize, paged);
        while (true)
        {
            page.Prepare();
            var outcome = await caller.ReadAsync(static (to, wire, call) => to.Kv.RangeAsync(wire, call).ResponseAsync, page.Request, cancel);
            if (!outcome.TryGet(out var answer, out var failure))
            {
                if (page.TryGoOnAfter(failure)) continue;
                return new(failure, outcome.OutcomeUnknown);
            }

            if (!paged) return new(EtcdRequests.FromWire(answer));
            if (page.Add(answer) is { } whole) return new(whole);
        }
    }

    /// <summary>What was read so far, and the request for what comes next.</summary>
    private sealed class Page(Proto.RangeRequest request, long wanted, int size, bool paged)
    {
        private readonly ImmutableArray<KeyValue>.Builder _items = ImmutableArray.CreateBuilder<KeyValue>();
        private Revision _revision;
        private long _count;
        private int _size = size;

        public Proto.RangeRequest Request { get; } = request;

        private bool IsFirst => _revision.IsNone;

        public void Prepare()
        {
            if (paged) Request.Limit = Math.Min(wanted - _items.Count, _size);
        }

        /// <summary>The whole range once its last page is there.</summary>
        public RangeResponse? Add(Proto.RangeResponse answer)
        {
            if (IsFirst)
            {
                _revision = new(answer.Header.Revision);
                _count = answer.Count;
                if (Request.Revision == 0) Request.Revision = answer.Header.Revision;
                if (!answer.More) return EtcdRequests.FromWire(answer);
            }

            foreach (var item in answer.Kvs) _items.Add(Wire.FromWire(item));
            if (!answer.More || _items.Count >= wanted) return new(_revision, More: _items.Count < _count, Count: _count, Items: _items.DrainToImmutable());
            Request.Key = Wire.ToWire(Wire.FromWire(answer.Kvs[^1].Key).Successor());
            return null;
        }

        public bool TryGoOnAfter(RpcException failure)
        {
            if (paged && failure.StatusCode == StatusCode.ResourceExhausted && failure.Status.Detail != EtcdMessages.TooManyRequests && Request.Limit > 1)
            {
                _size = (int)Math.Max(1, Request.Limit / 8);
                return true;
            }

            // Another member may be behind the one that gave the first page; asked for the current state, it catches up first.
            if (!IsFirst && Request.Serializable && failure.Status.Detail == EtcdMessages.FutureRevision)
            {
                Request.Serializable = false;
                return true;
            }

            return false;
        }
    }
}
