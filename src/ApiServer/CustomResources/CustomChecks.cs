using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.ApiExtensions;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>The rules of a custom resource, beside those of its metadata. Upstream: <c>registry/customresource/validator.go</c>.</summary>
internal static class CustomChecks
{
    private const string Unasked =
        "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation";

    private const string Required = " in body is required";

    /// <summary>The whole object; what was wrong in <paramref name="old"/> and has not changed may stay.</summary>
    public static void Check(FieldErrorList errors, CustomVersion version, DynamicObject value, DynamicObject? old)
    {
        if (version.Schema is not { } schema) return;
        var (now, before) = (Tree(value, schema), old is null ? JsonValue.Null : Tree(old, schema));
        Report(errors, FieldPath.None, now, before, schema, old is not null);
        if (version.Scale is { } scale)
        {
            ScalePaths.CheckReplicas(errors, scale.SpecReplicasPath, now);
            ScalePaths.CheckStatus(errors, scale, now);
        }

        EmbeddedResourceRules.Check(errors, FieldPath.None, now, schema);
        CheckLists(errors, now, before, schema, old is not null);
        CheckRules(errors, version, now, old is null ? null : before);
    }

    /// <summary>The status alone.</summary>
    public static void CheckStatus(FieldErrorList errors, CustomVersion version, DynamicObject value, DynamicObject old)
    {
        if (version.Schema is not { } schema) return;
        if (value.Members.TryGetValue("status", out var status) && schema.Properties.TryGetValue("status", out var inner))
            Report(errors, FieldPath.Of("status"), status, old["status"], inner, isUpdate: true);
        if (version.Scale is { } scale) ScalePaths.CheckStatus(errors, scale, JsonValue.From(value.Members));
        CheckLists(errors, JsonValue.From(value.Members), JsonValue.From(old.Members), schema, isUpdate: true);
        CheckRules(errors, version, Tree(value, schema), Tree(old, schema));
    }

    /// <summary>Rules count on the form, so they are not asked of an object that has another.</summary>
    private static void CheckRules(FieldErrorList errors, CustomVersion version, JsonValue now, JsonValue? before)
    {
        if (version.Rules is not { } rules) return;
        if (errors.Any(static error => error.Type is FieldErrorType.NotSupported or FieldErrorType.Required or FieldErrorType.TooLong
            or FieldErrorType.TooMany or FieldErrorType.TypeInvalid))
            errors.Add(FieldError.Invalid(FieldPath.None, FieldValue.Null, Unasked));
        else rules.Check(errors, now, before);
    }

    private static void CheckLists(FieldErrorList errors, JsonValue now, JsonValue before, JSONSchemaProps schema, bool isUpdate)
    {
        if (isUpdate)
        {
            var wrong = new FieldErrorList();
            ListItemRules.Check(wrong, FieldPath.None, before, schema);
            if (!wrong.IsEmpty) return;
        }

        ListItemRules.Check(errors, FieldPath.None, now, schema);
    }

    private static void Report(FieldErrorList errors, FieldPath path, JsonValue now, JsonValue before, JSONSchemaProps schema, bool isUpdate)
    {
        foreach (var fault in SchemaValidator.Check(now, schema, path == FieldPath.None ? "" : path.ToString()).Faults)
        {
            var name = fault.Name.TrimStart('.');
            var root = path == FieldPath.None ? "" : path.ToString();
            if (root.Length > 0) name = name.StartsWith(root, StringComparison.Ordinal) ? name[root.Length..].TrimStart('.') : name;
            if (isUpdate && IsUnchanged(name, fault.Message, now, before)) continue;
            errors.Add((fault with { Name = name }).At(path));
        }
    }

    /// <summary>Whether the part a fault is about is the same in both; items of a list count as the list.</summary>
    private static bool IsUnchanged(string name, string message, JsonValue now, JsonValue before)
    {
        var list = name.IndexOf('[', StringComparison.Ordinal);
        var path = (list < 0 ? name : name[..list]).Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (list < 0 && path.Length > 0 && message.EndsWith(Required, StringComparison.Ordinal)) path = path[..^1];
        foreach (var step in path)
        {
            if (!now.Members.TryGetValue(step, out now) || !before.Members.TryGetValue(step, out before)) return false;
        }

        return now == before;
    }

    /// <summary>The object as its schema sees it; of the metadata only what the schema speaks of is looked at.</summary>
    private static JsonValue Tree(DynamicObject value, JSONSchemaProps schema)
    {
        var tree = JsonValue.From(value.Members.SetItem("apiVersion", value.Gvk.ToApiVersion()).SetItem("kind", value.Gvk.Kind));
        if (!schema.Properties.TryGetValue("metadata", out var inner) || inner.Properties.IsEmpty)
            return tree.With("metadata", JsonValue.Null.With("name", value.Metadata.Name));
        using var writer = new JsonWriter();
        value.Metadata.WriteJson(writer);
        return tree.With("metadata", JsonValues.Read(writer.Written));
    }
}
