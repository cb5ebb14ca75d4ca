using Kybernet.Client;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.Ownership;

/// <summary>Settles which objects an owner controls: adopts orphans it selects, releases those it selects no longer.</summary>
/// <remarks>Upstream: <c>pkg/controller/controller_ref_manager.go</c>.</remarks>
/// <param name="client">Writes.</param>
/// <param name="finalizer">Comes with adoption and goes with release; empty for none.</param>
public sealed class OwnerClaims<TOwner, T>(IClient client, string finalizer = "")
    where TOwner : class, IObject<TOwner>
    where T : class, IObject<T>
{
    /// <summary>The objects the owner controls from now on. After an error the rest is settled all the same; the first error is given.</summary>
    public async ValueTask<ApiResult<IReadOnlyList<T>>> SettleAsync(
        TOwner owner, Selector selector, IReadOnlyList<T> candidates, CancellationToken cancel)
    {
        var owned = new List<T>(candidates.Count);
        ApiError? first = null;
        var mayAdopt = false;
        foreach (var candidate in candidates)
        {
            ApiError? error = null;
            switch (Claims.Of(owner.Metadata, candidate.Metadata, selector.Matches(candidate.Metadata.Labels)))
            {
                case Claim.Owned:
                    owned.Add(candidate);
                    break;
                case Claim.Adopted:
                    if (!mayAdopt) error = await CheckAsync(owner, cancel);
                    mayAdopt = error is null;
                    error ??= await AdoptAsync(owner, candidate, owned, cancel);
                    break;
                case Claim.Released:
                    error = await ReleaseAsync(owner, candidate, cancel);
                    break;
                default:
                    break;
            }

            first ??= error;
        }

        return first is null ? ApiResult<IReadOnlyList<T>>.Ok(owned) : first;
    }

    /// <summary>Asks the server whether the owner is still there: a deleted one adopts nothing, whatever the local copy says.</summary>
    private async ValueTask<ApiError?> CheckAsync(TOwner owner, CancellationToken cancel)
    {
        var read = await client.GetAsync<TOwner>(owner.Key, cancel);
        if (!read.TryGet(out var fresh, out var error)) return error;
        if (fresh.Metadata.Uid == owner.Metadata.Uid && !fresh.Metadata.IsBeingDeleted) return null;
        var resource = new GroupResource(TOwner.Gvk.Group, TOwner.Gvk.Kind);
        return ApiError.Conflict(resource, owner.Metadata.Name, "it was deleted and adopts nothing");
    }

    private async ValueTask<ApiError?> AdoptAsync(TOwner owner, T value, List<T> owned, CancellationToken cancel)
    {
        var patch = OwnershipPatch.Adopt(owner, value.Metadata.Uid, finalizer);
        var patched = await client.PatchAsync<T>(value.Key, patch, "", cancel);
        if (!patched.TryGet(out var adopted, out var error)) return error.IsNotFound ? null : error;
        owned.Add(adopted);
        return null;
    }

    /// <summary>An invalid patch means that the object is another by now, or has no owner: released either way.</summary>
    private async ValueTask<ApiError?> ReleaseAsync(TOwner owner, T value, CancellationToken cancel)
    {
        var patch = OwnershipPatch.Release(owner.Metadata, value.Metadata.Uid, finalizer);
        var patched = await client.PatchAsync<T>(value.Key, patch, "", cancel);
        return patched.Error is { IsNotFound: false, IsInvalid: false } error ? error : null;
    }
}
