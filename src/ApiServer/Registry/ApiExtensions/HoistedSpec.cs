using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>
/// A definition's spec as rules see it: what all versions have in common stands once, above them. Paths in errors follow it
/// (<c>spec.validation.openAPIV3Schema</c>). Upstream: the conversion of v1 to the internal type.
/// </summary>
internal sealed record HoistedSpec(
    CustomResourceDefinitionSpec Spec,
    CustomResourceValidation? Validation,
    CustomResourceSubresources? Subresources,
    ListOf<CustomResourceColumnDefinition> Columns,
    ListOf<SelectableField> SelectableFields,
    ListOf<CustomResourceDefinitionVersion> Versions)
{
    /// <summary>The schema of the whole definition, and those of versions that have their own.</summary>
    public IEnumerable<JSONSchemaProps> Schemas => Versions.Select(version => version.Schema?.OpenAPIV3Schema)
        .Prepend(Validation?.OpenAPIV3Schema)
        .OfType<JSONSchemaProps>();

    public bool HasStatus => Subresources?.Status is not null || Versions.Any(version => version.Subresources?.Status is not null);

    public static HoistedSpec Of(CustomResourceDefinitionSpec spec)
    {
        if (spec.Versions.IsEmpty) return new(spec, null, null, default, default, default);
        var first = spec.Versions[0];
        var schema = spec.Versions.All(version => version.Schema == first.Schema);
        var subresources = spec.Versions.All(version => version.Subresources == first.Subresources);
        var columns = spec.Versions.All(version => version.AdditionalPrinterColumns == first.AdditionalPrinterColumns);
        var selectable = spec.Versions.All(version => version.SelectableFields == first.SelectableFields);
        return new(
            spec,
            schema ? first.Schema : null,
            subresources ? first.Subresources : null,
            columns ? first.AdditionalPrinterColumns : default,
            selectable ? first.SelectableFields : default,
            spec.Versions.Select(version => version with
            {
                Schema = schema ? null : version.Schema,
                Subresources = subresources ? null : version.Subresources,
                AdditionalPrinterColumns = columns ? default : version.AdditionalPrinterColumns,
                SelectableFields = selectable ? default : version.SelectableFields,
            }).ToListOf());
    }
}
