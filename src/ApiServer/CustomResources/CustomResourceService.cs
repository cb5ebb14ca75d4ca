using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Webhooks;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>
/// Follows the definitions of custom resources: gives them their names, serves what they define, and clears away what they leave.
/// </summary>
/// <remarks>
/// Without definitions it only waits. A resource is served before its definition says so: who reads Established finds it.
/// </remarks>
internal sealed class CustomResourceService : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly ResourceRegistry _registry;
    private readonly Resource _definitions;
    private readonly CustomResourceMaker _maker;
    private readonly InstanceDeletion _deletion;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, Task> _deleting = new(StringComparer.Ordinal);
    private Task _loop = Task.CompletedTask;

    public CustomResourceService(ResourceRegistry registry, RegistryParts parts, WebhookConnections webhooks, ILoggerFactory loggers)
    {
        _registry = registry;
        _definitions = registry.FindKind(CustomResourceDefinition.Gvk);
        _deletion = new(_definitions, parts.Time);
        _time = parts.Time;
        _log = loggers.CreateLogger<CustomResourceService>();
        _maker = new(parts, webhooks, _log);
    }

    /// <summary>Serves what is defined when it returns. After the feed has started.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        var (snapshot, _) = _definitions.Cache.Read();
        if (snapshot.Objects.Count > 0) await SyncAsync(cancel);
        _loop = FollowAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        foreach (var task in _deleting.Values) await task;
        foreach (var served in _registry.Custom.Definitions) await served.DisposeAsync();
        _stop.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                var changed = _definitions.Cache.NextChange;
                await SyncAsync(cancel);
                await changed.WaitAsync(cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                CustomResourceLog.Failed(_log, e);
                await Task.Delay(RetryDelay, _time, CancellationToken.None);
            }
        }
    }

    /// <summary>Brings what is served in line with all definitions.</summary>
    private async Task SyncAsync(CancellationToken cancel)
    {
        var stored = _definitions.Cache.Snapshot.Objects;
        if (stored.Count == 0 && _registry.Custom.Definitions.Count == 0) return;
        var all = stored.Under("").Select(static item => (CustomResourceDefinition)item.Value)
            .OrderBy(static definition => definition.Metadata.CreationTimestamp.Seconds).ToList();
        var groups = all.GroupBy(static definition => definition.Spec.Group).ToDictionary(static group => group.Key, static group => group.ToList());
        var planned = new List<(CustomResourceDefinition Was, CustomResourceDefinition Is)>();
        foreach (var definition in all)
        {
            var group = groups[definition.Spec.Group];
            var others = group.Where(other => other.Metadata.Name != definition.Metadata.Name).ToList();
            var named = NamingPlan.For(definition, others, _time.GetUtcNow());
            planned.Add((definition, named));
            group[group.IndexOf(definition)] = named;
        }

        await ServeAsync([.. planned.Select(static plan => plan.Is).Where(static definition => definition.Is("Established"))], cancel);
        foreach (var (was, named) in planned)
            // What somebody else wrote in between is planned for anew.
            if (!ReferenceEquals(was, named)) await ObjectUpdater.WriteAsync(_definitions, named, stored.Find(named.Metadata.Name)!, cancel);
        foreach (var (_, definition) in planned) Clear(definition, cancel);
    }

    /// <summary>Publishes the set of what is defined, if it is another.</summary>
    private async Task ServeAsync(List<CustomResourceDefinition> wanted, CancellationToken cancel)
    {
        var served = _registry.Custom.Definitions.ToDictionary(static definition => definition.Definition.Metadata.Name, StringComparer.Ordinal);
        var (next, gone, hasChanged) = (new List<ServedDefinition>(), new List<ServedDefinition>(), false);
        foreach (var definition in wanted.OrderBy(static definition => definition.Metadata.Name, StringComparer.Ordinal))
        {
            if (served.Remove(definition.Metadata.Name, out var old) && old.Fits(definition))
            {
                hasChanged |= old.Definition.Is("Terminating") != definition.Is("Terminating");
                old.Follow(definition);
                next.Add(old);
                continue;
            }

            if (old is not null) gone.Add(old);
            next.Add(await _maker.MakeAsync(definition, cancel));
            hasChanged = true;
        }

        gone.AddRange(served.Values);
        if (!hasChanged && gone.Count == 0) return;
        _registry.Publish(new CustomResourceSet(next));
        foreach (var old in gone) await _maker.RemoveAsync(old);
    }

    /// <summary>Begins to delete the objects of a definition that is to go.</summary>
    private void Clear(CustomResourceDefinition definition, CancellationToken cancel)
    {
        var (name, uid) = (definition.Metadata.Name, definition.Metadata.Uid);
        foreach (var done in _deleting.Where(static entry => entry.Value.IsCompleted).Select(static entry => entry.Key).ToList()) _deleting.Remove(done);
        if (definition.Metadata.DeletionTimestamp is null || !definition.Metadata.Finalizers.Contains(DefinitionConditions.Cleanup)) return;
        if (_deleting.ContainsKey(uid)) return;
        var served = _registry.Custom.Definitions.FirstOrDefault(candidate => candidate.Definition.Metadata.Name == name);
        _deleting.Add(uid, ClearAsync(name, served, cancel));
    }

    private async Task ClearAsync(string name, ServedDefinition? served, CancellationToken cancel)
    {
        await Task.Yield();
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                if (await _deletion.RunAsync(name, served?.Stored, cancel)) return;
                await Task.Delay(RetryDelay, _time, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                CustomResourceLog.NotCleared(_log, name, e);
                await Task.Delay(RetryDelay, _time, CancellationToken.None);
            }
        }
    }
}
