using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Registry;

/// <summary>Deletes the objects of a list one by one; what is gone already is no error. Upstream: <c>Store.DeleteCollection</c>.</summary>
internal static class CollectionDeleter
{
    public static async ValueTask<ApiError?> DeleteAsync(
        Resource resource, IEnumerable<StoredObject> items, WriteRequest request, DeleteOptions options, CancellationToken cancel)
    {
        var isDryRun = request.IsDryRun || options.DryRun.Contains("All");
        foreach (var item in items)
        {
            var write = request with { Namespace = item.Value.Metadata.Namespace, Name = item.Value.Metadata.Name, IsDryRun = isDryRun };
            var done = await ObjectDeleter.DeleteAsync(resource, write, options, cancel);
            if (!done.IsOk && !done.Error.IsNotFound) return done.Error;
        }

        return null;
    }
}
