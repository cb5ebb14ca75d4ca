using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kybernet.ApiServer.Registry.StoredVersions;

/// <summary>
/// CustomResourceDefinitions of <c>v1beta1</c>, the version upstream stores them in. What all versions share stands once above them there.
/// Upstream: <c>apiextensions/v1/conversion.go</c>, <c>v1beta1/defaults.go</c>.
/// </summary>
internal static class OlderDefinition
{
    private const string Older = "apiextensions.k8s.io/v1beta1";

    private static readonly (string Above, string InVersion)[] s_shared =
        [("validation", "schema"), ("subresources", "subresources"), ("additionalPrinterColumns", "additionalPrinterColumns"),
            ("selectableFields", "selectableFields")];

    /// <summary>The bytes as <c>v1</c>; others than JSON of the older version as they are.</summary>
    public static ReadOnlyMemory<byte> AsCurrent(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span.IndexOf(Encoding.UTF8.GetBytes(Older)) < 0) return bytes;
        try
        {
            if (JsonNode.Parse(bytes.Span) is not JsonObject definition || (string?)definition["apiVersion"] != Older) return bytes;
            definition["apiVersion"] = "apiextensions.k8s.io/v1";
            if (definition["spec"] is JsonObject spec) Convert(spec);
            return Encoding.UTF8.GetBytes(definition.ToJsonString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Whoever decodes it says what is wrong with it.
            return bytes;
        }
    }

    private static void Convert(JsonObject spec)
    {
        if (spec["versions"] is not JsonArray { Count: > 0 } versions)
            spec["versions"] = versions = new(new JsonObject { ["name"] = spec["version"]?.DeepClone(), ["served"] = true, ["storage"] = true });
        foreach (var version in versions.OfType<JsonObject>())
        {
            foreach (var (above, inVersion) in s_shared)
                if (spec[above] is { } shared) version[inVersion] = shared.DeepClone();
            foreach (var column in (version["additionalPrinterColumns"] as JsonArray ?? []).OfType<JsonObject>()) Rename(column);
        }

        foreach (var (above, _) in s_shared) spec.Remove(above);
        spec.Remove("version");
        spec["scope"] ??= "Namespaced";
        spec["preserveUnknownFields"] ??= true;
        if (spec["conversion"] is JsonObject conversion) Nest(conversion);
    }

    private static void Rename(JsonObject column)
    {
        if (!column.Remove("JSONPath", out var path)) return;
        column["jsonPath"] = path;
    }

    private static void Nest(JsonObject conversion)
    {
        var hasClient = conversion.Remove("webhookClientConfig", out var client);
        var hasVersions = conversion.Remove("conversionReviewVersions", out var versions);
        if (!hasClient && !hasVersions) return;
        conversion["webhook"] = new JsonObject
        {
            ["clientConfig"] = client,
            ["conversionReviewVersions"] = versions ?? new JsonArray("v1beta1"),
        };
    }
}
