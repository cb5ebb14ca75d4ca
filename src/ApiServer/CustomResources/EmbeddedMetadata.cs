using System.Text;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>
/// The metadata of objects inside a custom resource (<c>x-kubernetes-embedded-resource</c>): they keep the fields metadata have. Upstream:
/// <c>apiserver/schema/objectmeta</c>.
/// </summary>
internal static class EmbeddedMetadata
{
    /// <summary>What is wrong with some embedded metadata; null when nothing is.</summary>
    /// <param name="value">The object, or the part at <paramref name="path"/>.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="unknown">Takes the paths of fields dropped; null when nobody asks.</param>
    /// <param name="coerced">The value with its metadata as they are kept.</param>
    /// <param name="path">Where the value is.</param>
    public static string? Coerce(JsonValue value, JSONSchemaProps? schema, ICollection<string>? unknown, out JsonValue coerced, string path = "")
    {
        coerced = value;
        if (schema is null) return null;
        if (value.Kind == JsonKind.Array) return CoerceItems(value, schema, unknown, out coerced, path);
        if (value.Kind != JsonKind.Object) return null;
        if (schema.XKubernetesEmbeddedResource && value.Members.TryGetValue("metadata", out var metadata))
        {
            if (Read(metadata, unknown, path.Length == 0 ? "metadata" : path + ".metadata", out var kept) is { } problem) return problem;
            if (kept != metadata) coerced = coerced.With("metadata", kept);
        }

        foreach (var (name, member) in value.Members)
        {
            var inner = schema.Properties.GetValueOrDefault(name) ?? schema.AdditionalProperties?.Schema;
            if (inner is null || (name == "metadata" && schema.XKubernetesEmbeddedResource)) continue;
            if (Coerce(member, inner, unknown, out var made, path.Length == 0 ? name : $"{path}.{name}") is { } problem) return problem;
            if (made != member) coerced = coerced.With(name, made);
        }

        return null;
    }

    private static string? CoerceItems(JsonValue value, JSONSchemaProps schema, ICollection<string>? unknown, out JsonValue coerced, string path)
    {
        coerced = value;
        if (schema.Items?.Schema is not { } item) return null;
        var items = value.Items;
        for (var i = 0; i < items.Count; i++)
        {
            if (Coerce(items[i], item, unknown, out var made, $"{path}[{i}]") is { } problem) return problem;
            if (made != items[i]) items = items.SetItem(i, made);
        }

        if (items != value.Items) coerced = JsonValue.From(items);
        return null;
    }

    private static string? Read(JsonValue metadata, ICollection<string>? unknown, string path, out JsonValue kept)
    {
        kept = metadata;
        if (metadata.Kind != JsonKind.Object) return $"{path}: Invalid value: must be an object";
        var findings = new StrictFindings();
        var reader = new JsonReader(Encoding.UTF8.GetBytes(metadata.ToString()), DecodeOptions.Default, findings);
        var typed = ObjectMeta.ReadJson(ref reader, null);
        if (reader.Fault is { } fault) return $"{path}: Invalid value: {fault.Message}";
        foreach (var message in findings.Messages)
            unknown?.Add($"{path}.{message.Replace("unknown field ", "", StringComparison.Ordinal).Trim('"')}");
        using var writer = new JsonWriter();
        typed.WriteJson(writer);
        kept = JsonValues.Read(writer.Written);
        if (!metadata.Members.ContainsKey("creationTimestamp")) kept = kept.Without("creationTimestamp");
        return null;
    }
}
