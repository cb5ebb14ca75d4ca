using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>What an update may leave as it is although a new definition may not have it. Upstream: <c>validationOptions</c>.</summary>
internal sealed record DefinitionTolerance
{
    public const int MaxSelectableFields = 8;

    /// <summary>A new definition: only the CA bundle may be broken, as nothing calls the webhook yet.</summary>
    public static DefinitionTolerance None { get; } = new() { InvalidCaBundle = true };

    public bool UnknownReviewVersions { get; private init; }

    /// <summary>Not established yet: kind and scope may change.</summary>
    public bool OtherNames { get; private init; } = true;

    public bool MissingSchema { get; private init; }

    public bool UnknownTypes { get; private init; }

    public bool NonStructural { get; init; }

    public bool NonAtomicSets { get; private init; }

    public bool LooseListKeys { get; private init; }

    public bool UnprunedDefaults { get; private init; }

    public bool InvalidCaBundle { get; private init; }

    /// <summary>The versions, "" for all, that keep too many selectable fields.</summary>
    public ListOf<string> TooManySelectableFields { get; private init; }

    public static DefinitionTolerance Of(CustomResourceDefinitionSpec spec, CustomResourceDefinition old)
    {
        var before = HoistedSpec.Of(old.Spec);
        var established = old.Status.Conditions.Any(condition => condition is { Type: "Established", Status: "True" });
        var conversion = old.Spec.Conversion?.Webhook;
        return new()
        {
            UnknownReviewVersions = conversion is { ConversionReviewVersions: { IsEmpty: false } versions }
                && !versions.Any(ConversionRules.IsKnownReviewVersion),
            OtherNames = !established,
            MissingSchema = before.Validation?.OpenAPIV3Schema is null
                && before.Versions.Any(version => version.Schema?.OpenAPIV3Schema is null),
            UnknownTypes = Any(before, schema => schema.Type.Length > 0 && !StandardSchemaRules.IsType(schema.Type)),
            NonStructural = before.Schemas.Any(StructuralRules.IsNonStructural),
            NonAtomicSets = Any(before, ListTypeRules.IsNonAtomicSet),
            LooseListKeys = Any(before, ListTypeRules.HasLooseKeys),
            UnprunedDefaults = Any(before, SchemaDefaultRules.IsUnpruned),
            InvalidCaBundle = !established || (conversion?.ClientConfig is { CaBundle: { IsEmpty: false } bundle }
                && CaBundleRules.Check(bundle) is not null),
            TooManySelectableFields = KeptSelectableFields(HoistedSpec.Of(spec), before),
        };
    }

    private static bool Any(HoistedSpec spec, Func<JSONSchemaProps, bool> predicate) =>
        spec.Schemas.Any(schema => SchemaWalk.Any(schema, predicate));

    private static ListOf<string> KeptSelectableFields(HoistedSpec spec, HoistedSpec old)
    {
        ListOf<string> kept = default;
        if (old.SelectableFields.Count > MaxSelectableFields && spec.SelectableFields == old.SelectableFields) kept = kept.Add("");
        foreach (var version in spec.Versions)
            if (old.Versions.FirstOrDefault(other => other.Name == version.Name) is { } before
                && before.SelectableFields.Count > MaxSelectableFields && version.SelectableFields == before.SelectableFields)
                kept = kept.Add(version.Name);
        return kept;
    }
}
