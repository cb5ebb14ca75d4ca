using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary><c>anyOf</c>, <c>oneOf</c>, <c>allOf</c> and <c>not</c>. Upstream: <c>schemaPropsValidator</c>.</summary>
internal static class SchemaJunctions
{
    public static void Check(SchemaResult result, JsonValue value, JSONSchemaProps schema, string name)
    {
        if (!schema.AnyOf.IsEmpty) CheckAny(result, value, schema.AnyOf, name);
        if (!schema.OneOf.IsEmpty) CheckOne(result, value, schema.OneOf, name);
        if (!schema.AllOf.IsEmpty) CheckAll(result, value, schema.AllOf, name);
        if (schema.Not is { } not && SchemaValidator.Check(value, not, name).IsValid)
            result.Add(Plain($"{QuotedText.Of(name)} must not validate the schema (not)"));
        result.Match();
        result.Match();
    }

    private static void CheckAny(SchemaResult result, JsonValue value, ListOf<JSONSchemaProps> schemas, string name)
    {
        SchemaResult? best = null;
        foreach (var schema in schemas)
        {
            var one = SchemaValidator.Check(value, schema, name);
            if (one.IsValid)
            {
                result.Merge(one);
                return;
            }

            if (best is null || one.Matches > best.Matches) best = one;
        }

        result.Add(Plain($"{QuotedText.Of(name)} must validate at least one schema (anyOf)"));
        result.Merge(best!);
    }

    private static void CheckOne(SchemaResult result, JsonValue value, ListOf<JSONSchemaProps> schemas, string name)
    {
        SchemaResult? best = null;
        SchemaResult? first = null;
        var valid = 0;
        foreach (var schema in schemas)
        {
            var one = SchemaValidator.Check(value, schema, name);
            if (one.IsValid)
            {
                valid++;
                best = null;
                first ??= one;
            }
            else if (valid == 0 && (best is null || one.Matches > best.Matches)) best = one;
        }

        if (valid == 1)
        {
            result.Merge(first!);
            return;
        }

        var found = valid == 0 ? "Found none valid" : $"Found {valid} valid alternatives";
        result.Add(Plain($"{QuotedText.Of(name)} must validate one and only one schema (oneOf). {found}"));
        if (best is not null) result.Merge(best);
    }

    private static void CheckAll(SchemaResult result, JsonValue value, ListOf<JSONSchemaProps> schemas, string name)
    {
        var valid = 0;
        foreach (var schema in schemas)
        {
            var one = SchemaValidator.Check(value, schema, name);
            if (one.IsValid) valid++;
            result.Merge(one);
        }

        if (valid < schemas.Count)
            result.Add(Plain($"{QuotedText.Of(name)} must validate all the schemas (allOf){(valid == 0 ? ". None validated" : "")}"));
    }

    /// <summary>Upstream has these at the value's root, whatever they are about.</summary>
    private static SchemaFault Plain(string message) => new("", message, path => FieldError.Invalid(path, "", message));
}
