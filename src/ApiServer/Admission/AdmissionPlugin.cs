using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission;

/// <summary>A plugin that decides at once, from the object and the caches, about some resources.</summary>
/// <param name="name">The plugin's name, as in <c>--disable-admission-plugins</c>.</param>
/// <param name="resources">The resources it has rules for.</param>
internal abstract class AdmissionPlugin(string name, params GroupResource[] resources) : IAdmissionPlugin
{
    public string Name => name;

    public bool Handles(ResourceInfo resource) => resources.AsSpan().Contains(resource.GroupResource);

    public ValueTask<Outcome<IObject?>> MutateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        if (value is null) return new(Outcome<IObject?>.Ok(value));
        var changed = Mutate(attributes, value, old);
        return new(changed.TryGet(out var mutated, out var error) ? Outcome<IObject?>.Ok(mutated) : error);
    }

    public ValueTask<ApiError?> ValidateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel) =>
        new(Validate(attributes, value, old));

    /// <summary>The object, perhaps changed; never called for deletions.</summary>
    protected virtual Outcome<IObject> Mutate(AdmissionAttributes attributes, IObject value, IObject? old) => Outcome<IObject>.Ok(value);

    /// <summary>An error refuses the write.</summary>
    protected virtual ApiError? Validate(AdmissionAttributes attributes, IObject? value, IObject? old) => null;
}
