using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>
/// What a definition may say upstream and this server does not do yet. Rules that nobody would keep are refused: who wrote them relies on them.
/// </summary>
internal static class UnenforcedRules
{
    private const string Cel = "rules in CEL are not supported by this server yet: it would store objects that break them";

    /// <summary>Definitions another server has stored with rules may be changed, and keep them.</summary>
    public static void Validate(FieldErrorList errors, CustomResourceDefinitionSpec spec, CustomResourceDefinitionSpec? old)
    {
        if (old is not null && old.Versions.Any(static version => HasRules(version.Schema?.OpenAPIV3Schema))) return;
        for (var i = 0; i < spec.Versions.Count; i++)
        {
            var path = FieldPath.Of("spec").Child("versions").Index(i).Child("schema").Child("openAPIV3Schema");
            if (spec.Versions[i].Schema?.OpenAPIV3Schema is { } schema) Refuse(errors, path, schema);
        }
    }

    private static void Refuse(FieldErrorList errors, FieldPath path, JSONSchemaProps schema)
    {
        if (!schema.XKubernetesValidations.IsEmpty) errors.Add(FieldError.Forbidden(path.Child("x-kubernetes-validations"), Cel));
        if (schema.Items?.Schema is { } items) Refuse(errors, path.Child("items"), items);
        if (schema.AdditionalProperties?.Schema is { } additional) Refuse(errors, path.Child("additionalProperties"), additional);
        foreach (var (name, property) in schema.Properties) Refuse(errors, path.Child("properties").Key(name), property);
    }

    private static bool HasRules(JSONSchemaProps? schema) => SchemaWalk.Any(schema, static inner => !inner.XKubernetesValidations.IsEmpty);
}
