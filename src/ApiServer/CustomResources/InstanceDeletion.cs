using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>Deletes the objects of a definition that is to go, then lets it go. Upstream: <c>pkg/controller/finalizer/crd_finalizer.go</c>.</summary>
internal sealed class InstanceDeletion(Resource definitions, TimeProvider time)
{
    private const string Terminating = "Terminating";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly UserInfo s_server = new() { Name = "system:apiserver", Groups = [UserInfo.SystemMasters] };

    /// <param name="name">The definition.</param>
    /// <param name="instances">The resource it defines, as stored; null when it was never served.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>True when the definition is let go.</returns>
    public async Task<bool> RunAsync(string name, Resource? instances, CancellationToken cancel)
    {
        if (instances is null)
        {
            await ChangeAsync(name, "False", "NeverEstablished", "resource was never established", isLast: true, cancel);
            return true;
        }

        await ChangeAsync(name, "True", "InstanceDeletionInProgress", "CustomResource deletion is in progress", isLast: false, cancel);
        var state = await ListReader.NewestAsync(instances, cancel);
        if (!state.TryGet(out var list, out _)) return false;
        if (await CollectionDeleter.DeleteAsync(instances, [.. list.Objects.Under("")], Request(""), DeleteOptions.Empty, cancel) is { } failed)
        {
            await ChangeAsync(name, "True", "InstanceDeletionFailed", $"could not issue all deletes: {failed.Message}", isLast: false, cancel);
            return false;
        }

        if (!await AreGoneAsync(instances, cancel)) return false;
        await ChangeAsync(name, "False", "InstanceDeletionCompleted", "removed all instances", isLast: true, cancel);
        return true;
    }

    private async Task<bool> AreGoneAsync(Resource instances, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var changed = instances.Cache.NextChange;
            var state = await ListReader.NewestAsync(instances, cancel);
            if (state is { IsOk: true, Value.Objects.Count: 0 }) return true;
            var left = Patience - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) return false;
            await Task.WhenAny(changed, Task.Delay(left, time, cancel));
        }
    }

    /// <summary>Says how far it is; the last time, takes off the finalizer as well.</summary>
    private async Task ChangeAsync(string name, string status, string reason, string message, bool isLast, CancellationToken cancel) =>
        await ObjectUpdater.UpdateAsync(
            definitions, new(), Request(name) with { IsApplied = true }, null,
            (current, _) => new(Outcome<IObject>.Ok(Changed((CustomResourceDefinition)current!, status, reason, message, isLast))), mayCreate: false, cancel);

    private CustomResourceDefinition Changed(CustomResourceDefinition current, string status, string reason, string message, bool isLast)
    {
        var changed = current.With(Terminating, status, reason, message, time.GetUtcNow());
        if (!isLast) return changed;
        var finalizers = current.Metadata.Finalizers.Where(static finalizer => finalizer != DefinitionConditions.Cleanup).ToListOf();
        return changed with { Metadata = changed.Metadata with { Finalizers = finalizers } };
    }

    private static WriteRequest Request(string name) => new() { User = s_server, Namespace = "", Name = name };
}
