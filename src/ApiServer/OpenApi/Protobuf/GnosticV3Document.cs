using Kybernet.Machinery.Protobuf;

namespace Kybernet.ApiServer.OpenApi.Protobuf;

/// <summary>Turns an OpenAPI 3 document into <c>openapi.v3.Document</c>.</summary>
internal static class GnosticV3Document
{
    public static byte[] Encode(ReadOnlyMemory<byte> json)
    {
        using var writer = new ProtoWriter(1 << 16);
        var document = new JsonMembers(json);
        var before = writer.Length;
        WriteComponents(writer, new(document["components"]));
        writer.Message(5, before);
        before = writer.Length;
        new JsonMembers(document["paths"]).Write(writer, 1, GnosticV3.PathItem);
        writer.Message(4, before);
        document.WriteMember(writer, "info", 2, GnosticV3.Info.WriteField);
        document.WriteMember(writer, "openapi", 1, Gnostic.Text);
        return writer.Written.ToArray();
    }

    private static void WriteComponents(ProtoWriter writer, JsonMembers components)
    {
        components.WriteMember(writer, "securitySchemes", 7, Gnostic.Map(GnosticV3.SecurityScheme));
        if (components["schemas"].IsEmpty) return;
        var before = writer.Length;
        new JsonMembers(components["schemas"]).Write(writer, 1, GnosticV3.SchemaOrReference);
        writer.Message(1, before);
    }
}
