using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>
/// Every field that is restricted is also defined. Upstream: <c>apiserver/schema/complete.go</c>.
/// </summary>
internal static class StructuralCompleteness
{
    public static void Validate(FieldErrorList errors, FieldPath path, JSONSchemaProps schema) => Values(errors, schema, schema, path, path);

    /// <param name="errors">Takes what is found.</param>
    /// <param name="values">Restricts.</param>
    /// <param name="defined">Defines; null when nothing does.</param>
    /// <param name="at">Where the definition is, or should be.</param>
    /// <param name="from">Where the restriction is.</param>
    private static void Values(FieldErrorList errors, JSONSchemaProps values, JSONSchemaProps? defined, FieldPath at, FieldPath from)
    {
        Nested(errors, values.Not, defined, at, from.Child("not"));
        for (var i = 0; i < values.AllOf.Count; i++) Nested(errors, values.AllOf[i], defined, at, from.Child("allOf").Index(i));
        for (var i = 0; i < values.AnyOf.Count; i++) Nested(errors, values.AnyOf[i], defined, at, from.Child("anyOf").Index(i));
        for (var i = 0; i < values.OneOf.Count; i++) Nested(errors, values.OneOf[i], defined, at, from.Child("oneOf").Index(i));
    }

    private static void Nested(FieldErrorList errors, JSONSchemaProps? values, JSONSchemaProps? defined, FieldPath at, FieldPath from)
    {
        if (values is null) return;
        if (defined is null)
        {
            errors.Add(FieldError.Required(at, $"because it is defined in {from}"));
            return;
        }

        Values(errors, values, defined, at, from);
        Nested(errors, values.Items?.Schema, defined.Items?.Schema, at.Child("items"), from.Child("items"));
        foreach (var (name, property) in values.Properties)
            Nested(
                errors, property, defined.Properties.GetValueOrDefault(name),
                at.Child("properties").Key(name), from.Child("properties").Key(name));
    }
}
