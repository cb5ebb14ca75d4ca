using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Formats that no check knows. Upstream: <c>GetUnrecognizedFormats</c>.</summary>
internal static class FormatWarnings
{
    /// <summary>One warning for every such format the old spec did not have.</summary>
    public static void Warn(ICollection<string> warnings, CustomResourceDefinitionSpec spec, CustomResourceDefinitionSpec? old)
    {
        var known = old is null ? [] : Unrecognized(old);
        foreach (var format in Unrecognized(spec))
            if (!known.Contains(format)) warnings.Add($"unrecognized format {QuotedText.Of(format)}");
    }

    private static List<string> Unrecognized(CustomResourceDefinitionSpec spec)
    {
        var found = new List<string>();
        foreach (var schema in HoistedSpec.Of(spec).Schemas)
            SchemaWalk.Any(schema, inner =>
            {
                if (inner.Format.Length > 0 && !IsRecognized(inner.Type, inner.Format)) found.Add(inner.Format);
                return false;
            });
        return found;
    }

    private static bool IsRecognized(string type, string format) => type switch
    {
        "" or "string" => format.Replace("-", "", StringComparison.Ordinal) is "bsonobjectid" or "uri" or "email" or "hostname"
            or "ipv4" or "ipv6" or "cidr" or "mac" or "uuid" or "uuid3" or "uuid4" or "uuid5" or "isbn" or "isbn10" or "isbn13"
            or "creditcard" or "ssn" or "hexcolor" or "rgbcolor" or "byte" or "password" or "date" or "duration" or "datetime"
            or "k8sshortname" or "k8slongname",
        "integer" => format is "int32" or "int64",
        "number" => format is "float" or "double",
        _ => false,
    };
}
