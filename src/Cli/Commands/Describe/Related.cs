using Kybernet.Cli.Resources;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>The objects around the described one.</summary>
internal sealed class Related(Invocation run, CancellationToken cancel)
{
    /// <summary>Objects of a resource by labels or fields.</summary>
    public async Task<ApiResult<IReadOnlyList<JsonValue>>> ListAsync(string resource, string @namespace, string labels = "", string fields = "")
    {
        var type = (await run.Cluster.ResourcesAsync(cancel)).Get(resource);
        var path = ResourcePath.Of(type, @namespace, query: [("labelSelector", labels), ("fieldSelector", fields)]);
        var answer = await (await run.Cluster.RequestsAsync(cancel)).GetAsync(path, cancel);
        return answer.TryGet(out var list, out var error)
            ? ApiResult<IReadOnlyList<JsonValue>>.Ok([.. list["items"].Items])
            : error;
    }

    /// <summary>One object; null when it cannot be read.</summary>
    public async Task<ApiResult<JsonValue>> GetAsync(string resource, string @namespace, string name)
    {
        var type = (await run.Cluster.ResourcesAsync(cancel)).Get(resource);
        return await (await run.Cluster.RequestsAsync(cancel)).GetAsync(ResourcePath.Of(type, @namespace, name), cancel);
    }

    /// <summary>Those of the objects that this one controls.</summary>
    public static IEnumerable<JsonValue> ControlledBy(JsonValue owner, IEnumerable<JsonValue> objects)
    {
        var uid = owner.Text("metadata", "uid");
        return objects.Where(item =>
            item.At("metadata", "ownerReferences").Items.Any(one => one["controller"].AsBool() == true && one.Text("uid") == uid));
    }

    /// <summary>The events of an object, the newest last. Null when they cannot be read: who may not read events, reads the object all the same.</summary>
    /// <param name="target">The object.</param>
    /// <param name="kind">Of the involved object; empty for any.</param>
    /// <param name="uid">Of the involved object.</param>
    public async Task<IReadOnlyList<JsonValue>?> EventsAsync(Target target, string kind, string uid)
    {
        var fields = $"involvedObject.name={target.Name}";
        if (target.Namespace.Length > 0) fields += $",involvedObject.namespace={target.Namespace}";
        if (kind.Length > 0) fields += $",involvedObject.kind={kind}";
        if (uid.Length > 0) fields += $",involvedObject.uid={uid}";
        var listed = await ListAsync("events", target.Namespace, fields: fields);
        return listed.TryGet(out var events, out _) ? events : null;
    }
}
