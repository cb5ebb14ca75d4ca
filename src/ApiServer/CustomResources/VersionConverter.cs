using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>The conversion between the versions of one definition: by its webhook, both ways.</summary>
internal sealed class VersionConverter(ConversionWebhook webhook, CustomVersion stored, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private readonly List<ConvertingFeed> _feeds = [];

    /// <summary>A cache of the version, made of the objects as they are stored.</summary>
    public ResourceCache CacheOf(CustomVersion version, ResourceCache source)
    {
        var feed = new ConvertingFeed(source, version, webhook, time, log);
        _feeds.Add(feed);
        return feed.Cache;
    }

    public async ValueTask<Outcome<IObject>> ToStoredAsync(IObject value, CancellationToken cancel)
    {
        try
        {
            return Outcome<IObject>.Ok((await webhook.ConvertAsync([(DynamicObject)value], stored, cancel))[0]);
        }
        catch (ConversionException e)
        {
            return ApiError.InternalError(e.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var feed in _feeds) await feed.DisposeAsync();
    }
}
