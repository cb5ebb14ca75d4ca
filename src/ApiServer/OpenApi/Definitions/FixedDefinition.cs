using System.Text;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.OpenApi.Definitions;

/// <summary>
/// A definition that no schema file declares: values with a JSON form of their own, and what stands outside the API groups.
/// </summary>
/// <param name="v2">The members of the schema but the description, in JSON.</param>
/// <param name="v3">The same for OpenAPI 3, where it differs.</param>
internal sealed class FixedDefinition(string name, string description, string v2, string? v3 = null) : Definition(name)
{
    public const string Quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    public const string IntOrString = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
    public const string Time = "io.k8s.apimachinery.pkg.apis.meta.v1.Time";
    public const string MicroTime = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime";
    public const string RawExtension = "io.k8s.apimachinery.pkg.runtime.RawExtension";
    public const string FieldsV1 = "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1";
    public const string Json = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON";
    public const string Patch = "io.k8s.apimachinery.pkg.apis.meta.v1.Patch";
    public const string VersionInfo = "io.k8s.apimachinery.pkg.version.Info";

    private const string DateTime = "\"type\":\"string\",\"format\":\"date-time\"";

    private const string VersionRequired =
        "[\"major\",\"minor\",\"gitVersion\",\"gitCommit\",\"gitTreeState\",\"buildDate\",\"goVersion\",\"compiler\",\"platform\"]";

    public static IReadOnlyList<FixedDefinition> All { get; } =
    [
        new(Quantity, "A number in fixed-point notation with an optional suffix: binary (Ki, Mi, Gi, Ti, Pi, Ei), decimal "
            + "(n, u, m, k, M, G, T, P, E) or a decimal exponent (e3). Written as a string in canonical form.",
            "\"type\":\"string\"", "\"oneOf\":[{\"type\":\"string\"},{\"type\":\"number\"}]"),
        new(IntOrString, "Either an integer or a string.", "\"type\":\"string\",\"format\":\"int-or-string\"",
            "\"format\":\"int-or-string\",\"oneOf\":[{\"type\":\"integer\"},{\"type\":\"string\"}]"),
        new(Time, "An instant in RFC 3339, to the second.", DateTime),
        new(MicroTime, "An instant in RFC 3339, to the microsecond.", DateTime),
        new(RawExtension, "An object of any kind.", "\"type\":\"object\""),
        new(FieldsV1, "A set of fields as a trie in JSON: keys are field names (f:name), map-list items by their keys (k:{...}), "
            + "set items by value (v:...) or list positions (i:...); \".\" stands for the item itself.", "\"type\":\"object\""),
        new(Json, "Any JSON value: bool, int64, float64, string, array, object or null.", ""),
        new(Patch, "The body of a patch request, in the form its content type names.", "\"type\":\"object\""),
        new(VersionInfo, "The version of a server.", Version(false), Version(true)),
    ];

    public override IEnumerable<string> References => [];

    public override void Write(JsonWriter writer, DocumentScope scope)
    {
        var members = scope.Dialect == OpenApiDialect.V3 && v3 is not null ? v3 : v2;
        writer.BeginObject();
        writer.Name("\"description\":"u8);
        writer.String(description);
        if (members.Length > 0) writer.Raw(Encoding.UTF8.GetBytes("," + members));
        writer.EndObject();
    }

    private static string Version(bool withDefaults)
    {
        const string Optional = "\"emulationMajor\":{\"type\":\"string\"},\"emulationMinor\":{\"type\":\"string\"},"
            + "\"minCompatibilityMajor\":{\"type\":\"string\"},\"minCompatibilityMinor\":{\"type\":\"string\"}";
        var fields = VersionRequired.Trim('[', ']').Split(',')
            .Select(field => field + (withDefaults ? ":{\"type\":\"string\",\"default\":\"\"}" : ":{\"type\":\"string\"}"));
        return $"\"type\":\"object\",\"required\":{VersionRequired},\"properties\":{{{string.Join(',', fields)},{Optional}}}";
    }
}
