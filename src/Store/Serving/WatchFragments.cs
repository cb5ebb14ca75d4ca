using Kybernet.Store.Protocol;

namespace Kybernet.Store.Serving;

/// <summary>Cuts a response that is too large for a client's messages into several (etcdserver/api/v3rpc/watch.go: sendFragments).</summary>
internal static class WatchFragments
{
    /// <summary>Each part holds at least one event and, if it has more, is within <paramref name="maxBytes"/>; all but the last say that
    /// more follows.</summary>
    public static IEnumerable<WatchResponse> Split(WatchResponse response, int maxBytes)
    {
        if (response.CalculateSize() < maxBytes || response.Events.Count < 2)
        {
            yield return response;
            yield break;
        }

        var part = Empty(response);
        var size = 0;
        foreach (var change in response.Events)
        {
            var eventSize = change.CalculateSize();
            if (part.Events.Count > 0 && size + eventSize >= maxBytes)
            {
                part.Fragment = true;
                yield return part;
                part = Empty(response);
                size = 0;
            }

            part.Events.Add(change);
            size += eventSize;
        }

        yield return part;
    }

    private static WatchResponse Empty(WatchResponse response) => new() { Header = response.Header, WatchId = response.WatchId };
}
