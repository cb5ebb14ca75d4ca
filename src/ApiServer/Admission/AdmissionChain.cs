using System.Collections.Immutable;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission;

/// <summary>The admission plugins in their order: all change the object first, then all judge it.</summary>
public sealed class AdmissionChain(ImmutableArray<IAdmissionPlugin> plugins)
{
    /// <summary>The plugins that have something to say about a resource.</summary>
    public AdmissionChain For(ResourceInfo resource) => new([.. plugins.Where(plugin => plugin.Handles(resource))]);

    public async ValueTask<Outcome<IObject?>> MutateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        using var step = ApiServerTrace.Step("mutating admission");
        while (true)
        {
            foreach (var plugin in plugins)
            {
                var admitted = await plugin.MutateAsync(attributes, value, old, cancel);
                if (!admitted.TryGet(out value, out var error)) return error;
            }

            if (!attributes.IsReinvocationDue) return Outcome<IObject?>.Ok(value);
            attributes.Reinvocation.Begin();
        }
    }

    public async ValueTask<ApiError?> ValidateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        using var step = ApiServerTrace.Step("validating admission");
        foreach (var plugin in plugins)
            if (await plugin.ValidateAsync(attributes, value, old, cancel) is { } error) return error;
        return null;
    }

    /// <summary>Asks about a connection to a subresource.</summary>
    /// <param name="attributes">Whereto.</param>
    /// <param name="options">How: <c>PodExecOptions</c>, …</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<ApiError?> ConnectAsync(AdmissionAttributes attributes, IKind options, CancellationToken cancel)
    {
        foreach (var plugin in plugins)
            if (await plugin.ConnectAsync(attributes, options, cancel) is { } error) return error;
        return null;
    }

    /// <summary>Both rounds at once, for what is posted and not stored: bindings, evictions, tokens.</summary>
    public async ValueTask<ApiError?> AdmitAsync(AdmissionAttributes attributes, IObject value, CancellationToken cancel)
    {
        var mutated = await MutateAsync(attributes, value, null, cancel);
        return mutated.IsOk ? await ValidateAsync(attributes, mutated.Value, null, cancel) : mutated.Error;
    }
}
