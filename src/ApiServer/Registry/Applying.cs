using System.Text;
using Kybernet.ApiServer.Http;
using Kybernet.Machinery.Apply.Managed;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry;

/// <summary>Server-side apply on objects.</summary>
internal static class Applying
{
    /// <summary>The merged object of a configuration that is an object itself.</summary>
    public static Outcome<IObject> Apply(Resource resource, string subresource, IObject config, IObject? current, string manager, bool force)
    {
        var text = JsonValues.Read(ObjectJson.Encode(config));
        // What an object cannot leave out, a configuration must not claim: its encoding says it although nobody set it.
        var metadata = text["metadata"].Without("creationTimestamp");
        return Apply(resource, subresource, Pruned(text.With("metadata", metadata)), current, manager, force);
    }

    /// <summary>The merged object with its managed fields and defaults.</summary>
    /// <param name="resource">Where.</param>
    /// <param name="subresource">Through which door.</param>
    /// <param name="config">What is applied.</param>
    /// <param name="current">The object that is there; null when there is none.</param>
    /// <param name="manager">Who applies.</param>
    /// <param name="force">Take over fields of others.</param>
    public static Outcome<IObject> Apply(Resource resource, string subresource, JsonValue config, IObject? current, string manager, bool force)
    {
        var ownership = resource.Ownership;
        var live = current is null ? ownership.Empty : JsonValues.Read(ObjectJson.Encode(FieldOwnership.WithEntries(current, default)));
        var applied = ServerSideApply.Apply(
            ownership.Scope(subresource), live, current?.Metadata.ManagedFields ?? default, config, ownership.Empty, manager, force,
            Time.From(resource.Time.GetUtcNow()));
        if (applied.Error is { } conflict) return conflict;
        var decoded = resource.DecodeJson(Encoding.UTF8.GetBytes(applied.Object.ToString()), out var error);
        if (decoded is null) return Unconvertible(resource, config, MapFaults.Of(error ?? ""));
        return Outcome<IObject>.Ok(resource.Rules.Default(FieldOwnership.WithEntries(decoded, applied.Entries).WithDefaults()));
    }

    /// <summary>Upstream does not classify it: an answer of code 500 without a reason.</summary>
    private static ApiError Unconvertible(Resource resource, JsonValue config, string problem)
    {
        var name = $"{config.At("metadata", "namespace").AsString()}/{config.At("metadata", "name").AsString()}";
        var kind = resource.Info.Kind;
        return new(500, "", $"failed to convert new object ({name}; {kind}) to proper version: unable to convert unstructured object to {kind}: {problem}");
    }

    /// <summary>Without empty objects and nulls: those are there because the type has the field, not because it was set.</summary>
    private static JsonValue Pruned(JsonValue value)
    {
        if (value.Kind != JsonKind.Object) return value;
        foreach (var (name, member) in value.Members)
        {
            var pruned = Pruned(member);
            if (pruned.IsNull || (pruned.Kind == JsonKind.Object && pruned.Members.IsEmpty)) value = value.Without(name);
            else if (pruned != member) value = value.With(name, pruned);
        }

        return value;
    }
}
