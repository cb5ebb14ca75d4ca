using Kybernet.Store.Protocol;
using Proto = Kybernet.Store.Protocol;
using SortOrder = Kybernet.Store.Protocol.RangeRequest.Types.SortOrder;
using SortTarget = Kybernet.Store.Protocol.RangeRequest.Types.SortTarget;

namespace Kybernet.Store.Serving;

/// <summary>What etcd does to a range after it was read: filters by revision, order, then the limit (etcdserver/apply.go: Range).</summary>
internal static class RangeShape
{
    /// <summary>Whether the whole range has to be read although there is a limit.</summary>
    public static bool IsNeeded(Proto.RangeRequest request) =>
        request.SortOrder != SortOrder.None || request.SortTarget != SortTarget.Key ||
        request.MinModRevision != 0 || request.MaxModRevision != 0 || request.MinCreateRevision != 0 || request.MaxCreateRevision != 0;

    /// <summary>The wire's answer. The count stays that of the range before filters, as in etcd.</summary>
    public static Proto.RangeResponse ToWire(Proto.RangeRequest request, RangeResponse range, ResponseHeader header)
    {
        var answer = new Proto.RangeResponse { Header = header, Count = range.Count, More = range.More };
        if (!IsNeeded(request))
        {
            Wire.AddTo(answer.Kvs, range.Items);
            return answer;
        }

        IEnumerable<Store.KeyValue> items = Sort(request, range.Items.Where(item => Passes(request, item)));
        foreach (var item in items)
        {
            if (request.Limit > 0 && answer.Kvs.Count == request.Limit)
            {
                answer.More = true;
                break;
            }

            answer.Kvs.Add(Wire.ToWire(request.KeysOnly ? item with { Value = Base.Bytes.Empty } : item));
        }

        return answer;
    }

    private static bool Passes(Proto.RangeRequest request, Store.KeyValue item) =>
        (request.MaxModRevision == 0 || item.ModRevision.Value <= request.MaxModRevision) &&
        (request.MinModRevision == 0 || item.ModRevision.Value >= request.MinModRevision) &&
        (request.MaxCreateRevision == 0 || item.CreateRevision.Value <= request.MaxCreateRevision) &&
        (request.MinCreateRevision == 0 || item.CreateRevision.Value >= request.MinCreateRevision);

    private static IEnumerable<Store.KeyValue> Sort(Proto.RangeRequest request, IEnumerable<Store.KeyValue> items)
    {
        // A target without an order is ascending; by key it is the order the range comes in.
        var descending = request.SortOrder == SortOrder.Descend;
        return request.SortTarget switch
        {
            SortTarget.Version => By(items, item => item.Version, descending),
            SortTarget.Create => By(items, item => item.CreateRevision.Value, descending),
            SortTarget.Mod => By(items, item => item.ModRevision.Value, descending),
            SortTarget.Value => By(items, item => item.Value, descending),
            _ => descending ? items.Reverse() : items,
        };
    }

    private static IOrderedEnumerable<Store.KeyValue> By<TKey>(IEnumerable<Store.KeyValue> items, Func<Store.KeyValue, TKey> key, bool descending) =>
        descending ? items.OrderByDescending(key) : items.OrderBy(key);
}
