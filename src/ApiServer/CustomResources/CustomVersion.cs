using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.CustomResources.Rules;
using Kybernet.ApiServer.Registry.ApiExtensions;
using Kybernet.ApiServer.Tables.Custom;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>What a definition says of the objects of one of its versions: what is dropped of them, what is filled in.</summary>
internal sealed class CustomVersion(CustomResourceDefinition definition, CustomResourceDefinitionVersion version)
{
    private readonly bool _preserves = definition.Spec.PreserveUnknownFields;

    public GroupVersionKind Gvk { get; } = new(definition.Spec.Group, version.Name, definition.Status.AcceptedNames.Kind);

    public JSONSchemaProps? Schema { get; } = version.Schema?.OpenAPIV3Schema;

    /// <summary>Its rules in CEL; null when it has none.</summary>
    public ObjectRules? Rules { get; } = ObjectRules.Of(version.Schema?.OpenAPIV3Schema);

    public CustomPrinter Printer { get; } = new(version.AdditionalPrinterColumns);

    public bool HasStatus => version.Subresources?.Status is not null;

    public CustomResourceSubresourceScale? Scale => version.Subresources?.Scale;

    /// <summary>The fields that field selectors may name, without the leading dot.</summary>
    public ListOf<string> SelectableFields { get; } = version.SelectableFields.Select(static field => field.JsonPath.TrimStart('.')).ToListOf();

    /// <summary>
    /// What of a body is an object of this version: nulls that mean nothing and unknown fields are dropped, embedded metadata keep what
    /// metadata have.
    /// </summary>
    /// <param name="read">The body.</param>
    public Decoded<IKind> Admit(Decoded<DynamicObject> read)
    {
        if (!read.Succeeded) return read.As<IKind>();
        if (read.Value.Gvk != Gvk) return read.As<IKind>();
        List<string>? unknown = read.Strict is null ? null : [];
        var admitted = Prune(read.Value, unknown);
        if (EmbeddedMetadata.Coerce(JsonValue.From(admitted.Members), Schema, unknown, out var coerced) is { } problem)
            return Decoded<IKind>.Failure(problem);
        foreach (var path in (unknown ?? []).Order(StringComparer.Ordinal)) read.Strict!.Add($"unknown field \"{path}\"");
        return Decoded<IKind>.Success(admitted with { Members = coerced.Members }, read.Strict);
    }

    /// <summary>The object without fields the schema does not know.</summary>
    public DynamicObject Prune(DynamicObject value, ICollection<string>? unknown = null)
    {
        if (_preserves) return value;
        var members = SchemaPruning.PruneResource(JsonValue.From(value.Members), Schema, unknown).Members;
        return members == value.Members ? value : value with { Members = members };
    }

    /// <summary>The object with the schema's defaults.</summary>
    public DynamicObject Default(DynamicObject value)
    {
        if (Schema is null) return value;
        var members = SchemaDefaulting.Apply(SchemaDefaulting.DropNulls(JsonValue.From(value.Members), Schema), Schema).Members;
        return members == value.Members ? value : value with { Members = members };
    }
}
