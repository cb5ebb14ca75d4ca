using System.Globalization;
using Kybernet.ApiServer.CustomResources;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Registry;

/// <summary>Resource versions as requests give them.</summary>
internal static class ResourceVersions
{
    // Upstream: blockTimeout of the watch cache.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(3);

    public static bool TryParse(string text, out long revision, out ApiError? error)
    {
        error = null;
        revision = 0;
        if (text.Length == 0 || (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed <= long.MaxValue))
        {
            revision = text.Length == 0 ? 0 : long.Parse(text, CultureInfo.InvariantCulture);
            return true;
        }

        error = ApiError.BadRequest($"resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
        return false;
    }

    /// <summary>Waits until the cache knows the revision; an error when it does not come to know it in time.</summary>
    public static async ValueTask<ApiError?> WaitAsync(ResourceCache cache, long revision, TimeProvider time, CancellationToken cancel)
    {
        if (cache.Read().Revision >= revision) return null;
        using var limit = new CancellationTokenSource(MaxWait, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            await cache.WaitForAsync(revision, both.Token);
            return null;
        }
        catch (ConversionException e)
        {
            return ApiError.InternalError(e.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return ApiError.TooLargeResourceVersion(revision, cache.Read().Revision, 1);
        }
    }
}
