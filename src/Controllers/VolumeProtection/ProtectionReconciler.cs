using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.Controllers.VolumeProtection;

/// <summary>Puts a finalizer on objects, and takes it off those that are to be deleted and nobody uses.</summary>
/// <param name="client">Writes.</param>
/// <param name="objects">The objects.</param>
/// <param name="finalizer">Its name.</param>
/// <param name="isUsed">Somebody uses the object, as far as is known here.</param>
public sealed class ProtectionReconciler<T>(IClient client, ILister<T> objects, string finalizer, Func<T, bool> isUsed) : IReconciler
    where T : class, IObject<T>
{
    /// <summary>
    /// Asks the API server before an object goes: what is known here may be old. Upstream: <c>askAPIServer</c>. Null where users cannot come.
    /// </summary>
    public Func<T, CancellationToken, ValueTask<bool>>? IsUsedNow { get; init; }

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (objects.Find(key) is not { } value) return Reconciled.Done;
        var (metadata, isProtected) = (value.Metadata, value.Metadata.Finalizers.Contains(finalizer));
        if (metadata.IsBeingDeleted != isProtected || (isProtected && isUsed(value))) return Reconciled.Done;
        if (isProtected && IsUsedNow is { } ask && await ask(value, cancel)) return Reconciled.Done;
        var finalizers = isProtected ? metadata.Finalizers.Where(one => one != finalizer).ToListOf() : metadata.Finalizers.Add(finalizer);
        var updated = await client.UpdateAsync(value.WithMetadata(metadata with { Finalizers = finalizers }), cancel);
        return updated.Error is { IsNotFound: true } ? Reconciled.Done : Reconciled.Of(updated);
    }
}
