using Kybernet.Machinery.Protobuf;

namespace Kybernet.ApiServer.OpenApi.Protobuf;

/// <summary>Turns a Swagger 2 document into <c>openapi.v2.Document</c>.</summary>
internal static class GnosticV2Document
{
    public static byte[] Encode(ReadOnlyMemory<byte> json)
    {
        using var writer = new ProtoWriter(1 << 16);
        var document = new JsonMembers(json);
        document.WriteMember(writer, "securityDefinitions", 13, Gnostic.Map(GnosticV2.SecurityDefinition));
        document.WriteMember(writer, "security", 12, Gnostic.Repeated(GnosticV2.SecurityRequirement));
        document.WriteMember(writer, "parameters", 10, Gnostic.Map(GnosticV2.Parameter));
        var before = writer.Length;
        new JsonMembers(document["definitions"]).Write(writer, 1, GnosticV2.Schema);
        writer.Message(9, before);
        before = writer.Length;
        new JsonMembers(document["paths"]).Write(writer, 2, GnosticV2.PathItem);
        writer.Message(8, before);
        document.WriteMember(writer, "info", 2, GnosticV2.Info.WriteField);
        document.WriteMember(writer, "swagger", 1, Gnostic.Text);
        return writer.Written.ToArray();
    }
}
