using System.Collections.Concurrent;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer;

/// <summary>
/// What every cluster has from the start, as it is stored but for UIDs and times. Made once a process: it is the same for every
/// server, and preparing it anew was most of what a further cluster in a test cost.
/// </summary>
internal sealed class FurnitureTemplates
{
    // As many entries as there are constants: the objects passed in are all of static lists.
    private readonly ConcurrentDictionary<IObject, IObject> _templates = new(ReferenceEqualityComparer.Instance);

    /// <summary>Prepares the object before a server asks for it.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="constant">One and the same instance at every call.</param>
    /// <param name="request">Who creates it.</param>
    /// <param name="time">Its times are set when a server makes it.</param>
    public IObject Prepare(BuiltInKind kind, IObject constant, WriteRequest request, TimeProvider time) =>
        _templates.GetOrAdd(
            constant,
            static (value, given) => Prepare(given.kind.Registration.Rules, given.kind.Ownership.Value, value, given.request, given.time),
            (kind, request, time));

    /// <summary>The object as the store gets it, with an identity of its own.</summary>
    /// <param name="resource">Its resource.</param>
    /// <param name="constant">One and the same instance at every call.</param>
    /// <param name="request">Who creates it.</param>
    public IObject Make(Resource resource, IObject constant, WriteRequest request)
    {
        var template = _templates.GetOrAdd(
            constant, static (value, given) => Prepare(given.resource.Rules, given.resource.Ownership, value, given.request, given.resource.Time),
            (resource, request));
        var now = Time.From(resource.Time.GetUtcNow());
        var entries = template.Metadata.ManagedFields;
        var dated = new Machinery.Meta.ManagedFieldsEntry[entries.Count];
        for (var i = 0; i < dated.Length; i++) dated[i] = entries[i] with { Time = now };
        return template.WithMetadata(template.Metadata with { Uid = resource.Ids.Uid(), CreationTimestamp = now, ManagedFields = [.. dated] });
    }

    private static IObject Prepare(KindRules rules, FieldOwnership ownership, IObject value, WriteRequest request, TimeProvider time)
    {
        var defaulted = rules.Default(value.WithDefaults());
        var owned = ownership.OnCreate(defaulted, request, time);
        return rules.Canonicalize(rules.PrepareForCreate(owned, request.Context(time)));
    }
}
