using Kybernet.ApiServer.WatchCache;

namespace Kybernet.ApiServer.Tests;

/// <summary>Waits for what a cache will hold.</summary>
internal static class CacheWaiting
{
    public static async Task UntilAsync(this ResourceCache cache, Func<bool> isSo, CancellationToken cancel)
    {
        while (true)
        {
            // Asked for first: a change after the look is not missed.
            var changed = cache.NextChange;
            if (isSo()) return;
            await changed.WaitAsync(cancel);
        }
    }
}
