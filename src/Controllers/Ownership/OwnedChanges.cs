using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.Controllers.Ownership;

/// <summary>
/// Turns changes of objects into the keys of the owners they matter to: the controller named in the object, the one named before, and for an
/// orphan everyone who selects it. Upstream: <c>addPod</c>, <c>updatePod</c> and <c>deletePod</c> of the workload controllers.
/// </summary>
/// <param name="owners">Owners there are.</param>
/// <param name="selectorOf">What an owner selects.</param>
/// <param name="expectations">Told of creations and deletions seen; null when the controller has none.</param>
public sealed class OwnedChanges<TOwner, T>(ILister<TOwner> owners, Func<TOwner, LabelSelector?> selectorOf, Expectations? expectations)
    where TOwner : class, IObject<TOwner>
    where T : class, IObject<T>
{
    public IEnumerable<ObjectKey> KeysOf(ObjectChange<T> change)
    {
        var keys = new HashSet<ObjectKey>();
        if (change.New is null || change.New.Metadata.IsBeingDeleted) AddDeleted(change.Any, keys);
        else if (change.Old is null) AddCreated(change.New, keys);
        if (change is { Old: { } old, New: { } value }) AddUpdated(old, value, keys);
        return keys;
    }

    private void AddCreated(T value, HashSet<ObjectKey> keys)
    {
        if (value.Metadata.Controller is null) AddSelectors(value, keys);
        else if (Resolve(value) is { } owner)
        {
            expectations?.Created(owner.Key);
            keys.Add(owner.Key);
        }
    }

    private void AddDeleted(T value, HashSet<ObjectKey> keys)
    {
        if (Resolve(value) is not { } owner) return;
        expectations?.Deleted(owner.Key, value.Metadata.Uid);
        keys.Add(owner.Key);
    }

    private void AddUpdated(T old, T value, HashSet<ObjectKey> keys)
    {
        var hasNewController = old.Metadata.Controller != value.Metadata.Controller;
        if (hasNewController && Resolve(old) is { } before) keys.Add(before.Key);
        if (value.Metadata.Controller is null)
        {
            if (hasNewController || old.Metadata.Labels != value.Metadata.Labels) AddSelectors(value, keys);
        }
        else if (Resolve(value) is { } owner)
        {
            keys.Add(owner.Key);
        }
    }

    private void AddSelectors(T value, HashSet<ObjectKey> keys)
    {
        if (value.Metadata.Labels.IsEmpty) return;
        foreach (var owner in owners.List(value.Metadata.Namespace))
        {
            var isSelector = selectorOf(owner).TryToSelector(out var selector, out _) && !selector.IsEmpty;
            if (isSelector && selector!.Matches(value.Metadata.Labels)) keys.Add(owner.Key);
        }
    }

    private TOwner? Resolve(T value)
    {
        if (value.Metadata.Controller is not { } reference || reference.Kind != TOwner.Gvk.Kind) return null;
        var owner = owners.Find(new(value.Metadata.Namespace, reference.Name));
        return owner?.Metadata.Uid == reference.Uid ? owner : null;
    }
}
