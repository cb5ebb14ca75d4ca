using System.Runtime.InteropServices;
using Kybernet.Base;

namespace Kybernet.Store.Mvcc;

/// <summary>Reads ranges: of what is published, on any thread, or of the batch under way, on the writer's.</summary>
internal static class RangeReader
{
    /// <summary>A range of what is published. Takes no lock and waits for no writer.</summary>
    public static StoreResult<RangeResponse> Read(MvccState state, in RangeRequest request)
    {
        while (true)
        {
            var view = state.View;
            var revision = request.Revision.IsNone ? view.Revision : request.Revision.Value;
            if (CheckRevision(revision, view.Revision, state.Compacted) is { } refused)
            {
                if (!request.Revision.IsNone) return refused;
                // The view is old already: history was compacted past it since it was taken. The newest one never is.
                continue;
            }

            var result = Read(state, view.Keys.Root, revision, view.Revision, request);
            // History that was being cut while it was read may have holes; compaction is published before it cuts.
            Interlocked.MemoryBarrier();
            if (revision >= state.Compacted) return result;
            if (!request.Revision.IsNone) return new StoreError.Compacted(new(state.Compacted));
        }
    }

    /// <summary>A range inside the transaction under way: sees what it has done so far.</summary>
    public static StoreResult<RangeResponse> ReadPending(MvccState state, in RangeRequest request)
    {
        var reached = state.ReachedRevision;
        var revision = request.Revision.IsNone ? reached : request.Revision.Value;
        if (CheckRevision(revision, reached, state.PendingCompacted) is { } refused) return refused;
        return Read(state, state.PendingRoot, revision, reached, request);
    }

    public static StoreError? CheckRevision(long revision, long current, long compacted)
    {
        if (revision > current) return new StoreError.FutureRevision(new(revision), new(current));
        if (revision < 0) return new StoreError.Invalid($"revision {revision} is negative");
        return revision < compacted ? new StoreError.Compacted(new(compacted)) : null;
    }

    private static StoreResult<RangeResponse> Read(MvccState state, KeyNode root, long revision, long current, in RangeRequest request)
    {
        var collector = new KeyCollector(revision, request.CountOnly ? 0 : request.Limit > 0 ? request.Limit : long.MaxValue);
        KeyTree.Visit(root, request.Keys, ref collector);
        if (collector.Nodes is not { } nodes)
            return new RangeResponse(new(current), [], More: false, collector.Count);
        var items = new KeyValue[nodes.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var value = Bytes.Empty;
            if (!request.KeysOnly && state.Values.TryGet(nodes[i], out value) is { } error) return error;
            items[i] = nodes[i].ToKeyValue(value);
        }

        return new RangeResponse(new(current), ImmutableCollectionsMarshal.AsImmutableArray(items), collector.Count > items.Length, collector.Count);
    }
}
