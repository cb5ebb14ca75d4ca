using System.Collections.Immutable;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission;

/// <summary>The admission plugins in their order: all change the object first, then all judge it.</summary>
public sealed class AdmissionChain(ImmutableArray<IAdmissionPlugin> plugins)
{
    public async ValueTask<Outcome<IObject?>> MutateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        foreach (var plugin in plugins)
        {
            var admitted = await plugin.MutateAsync(attributes, value, old, cancel);
            if (!admitted.TryGet(out value, out var error)) return error;
        }

        return Outcome<IObject?>.Ok(value);
    }

    public async ValueTask<ApiError?> ValidateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        foreach (var plugin in plugins)
            if (await plugin.ValidateAsync(attributes, value, old, cancel) is { } error) return error;
        return null;
    }
}
