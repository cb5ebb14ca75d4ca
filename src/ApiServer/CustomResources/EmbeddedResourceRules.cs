using System.Text;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry.ApiExtensions;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>Objects inside a custom resource have a kind and sound metadata. Upstream: <c>schemaobjectmeta.Validate</c>.</summary>
internal static class EmbeddedResourceRules
{
    public static void Check(FieldErrorList errors, FieldPath path, JsonValue value, JSONSchemaProps? schema)
    {
        if (schema is null) return;
        if (value.Kind == JsonKind.Array)
            for (var i = 0; i < value.Items.Count; i++) Check(errors, path.Index(i), value.Items[i], schema.Items?.Schema);
        if (value.Kind != JsonKind.Object) return;
        if (schema.XKubernetesEmbeddedResource) CheckResource(errors, path, value);
        foreach (var (name, member) in value.Members)
        {
            if (schema.Properties.TryGetValue(name, out var property)) Check(errors, path.Child(name), member, property);
            else if (schema.AdditionalProperties is { } additional) Check(errors, path.Key(name), member, additional.Schema);
        }
    }

    private static void CheckResource(FieldErrorList errors, FieldPath path, JsonValue value)
    {
        CheckText(errors, path.Child("apiVersion"), value, "apiVersion", static text =>
            GroupVersion.TryParse(text, out _) ? null : $"unexpected GroupVersion string: {text}");
        CheckText(errors, path.Child("kind"), value, "kind", static text =>
            DnsNames.IsDns1035Label(text.ToLowerInvariant()) is { IsEmpty: false } problems
                ? "may have mixed case, but should otherwise match: " + string.Join(',', problems)
                : null);
        if (!value.Members.TryGetValue("metadata", out var metadata) || metadata.Kind != JsonKind.Object) return;
        var reader = new JsonReader(Encoding.UTF8.GetBytes(metadata.ToString()), DecodeOptions.Default);
        var typed = ObjectMeta.ReadJson(ref reader, null);
        if (reader.Failed) return;
        if (typed.Name.Length == 0) typed = typed with { Name = "fakename" };
        ObjectMetaRules.Validate(errors, typed, typed.Namespace.Length > 0, ObjectNames.IsPathSegment, path.Child("metadata"));
    }

    private static void CheckText(FieldErrorList errors, FieldPath path, JsonValue value, string name, Func<string, string?> problem)
    {
        if (!value.Members.TryGetValue(name, out var given)) errors.Add(FieldError.Required(path, ""));
        else if (given.AsString() is not { } text) errors.Add(FieldError.Invalid(path, JsonText.Shown(given), "must be a string"));
        else if (text.Length == 0) errors.Add(FieldError.Invalid(path, text, "must not be empty"));
        else if (problem(text) is { } wrong) errors.Add(FieldError.Invalid(path, text, wrong));
    }
}
