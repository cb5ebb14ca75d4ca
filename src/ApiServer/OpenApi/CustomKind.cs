using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>What OpenAPI says of the kind of one version of a custom resource.</summary>
public sealed record CustomKind
{
    public required GroupVersionKind Gvk { get; init; }

    public required string ListKind { get; init; }

    public required string Plural { get; init; }

    /// <summary>The version's schema, which is structural; null when the definition states none.</summary>
    public JSONSchemaProps? Schema { get; init; }

    /// <summary>The definition's <c>preserveUnknownFields</c>: version 2 then says only that there is an object.</summary>
    public bool PreservesUnknownFields { get; init; }

    /// <summary>The JSON paths of the fields that field selectors may name.</summary>
    public ListOf<string> SelectableFields { get; init; }

    /// <summary>The kinds of the versions that a definition serves.</summary>
    public static IEnumerable<CustomKind> Of(CustomResourceDefinition definition) => definition.Spec.Versions
        .Where(version => version.Served)
        .Select(version => new CustomKind
        {
            Gvk = new(definition.Spec.Group, version.Name, definition.Spec.Names.Kind),
            ListKind = definition.Spec.Names.ListKind,
            Plural = definition.Spec.Names.Plural,
            Schema = version.Schema?.OpenAPIV3Schema,
            PreservesUnknownFields = definition.Spec.PreserveUnknownFields,
            SelectableFields = version.SelectableFields.Select(field => field.JsonPath).ToListOf(),
        });
}
