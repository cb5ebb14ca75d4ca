using System.Text;
using Kybernet.ApiServer.OpenApi.Protobuf;

namespace Kybernet.ApiServer.Tests.OpenApi;

public class GnosticTests
{
    [Fact]
    public void V2_Document_IsGnosticsBytes()
    {
        var json = """
            {"swagger":"2.0","info":{"title":"K","version":"v1"},"paths":{"/a":{"get":{"operationId":"x","responses":{"401":{"description":"no"}}}}},
            "definitions":{"D":{"type":"object","properties":{"f":{"$ref":"#/definitions/E","description":"e"}},"x-kubernetes-map-type":"atomic"}}}
            """;
        var expected = Message(
            Field(1, "2.0"),
            Field(2, Field(1, "K"), Field(2, "v1")),
            Field(8, Field(2, Field(1, "/a"), Field(2, Field(2,
                Field(5, "x"), Field(9, Field(1, Field(1, "401"), Field(2, Field(1, Field(1, "no"))))))))),
            Field(9, Field(1, Field(1, "D"), Field(2,
                Field(22, Field(1, "object")),
                Field(25, Field(1, Field(1, "f"), Field(2, Field(1, "#/definitions/E"), Field(4, "e")))),
                Field(31, Field(1, "x-kubernetes-map-type"), Field(2, Field(2, "\"atomic\"")))))));
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(GnosticV2Document.Encode(Encoding.UTF8.GetBytes(json))));
    }

    [Fact]
    public void V3_Document_IsGnosticsBytes()
    {
        var json = """
            {"openapi":"3.0.0","info":{"title":"K","version":"v1"},"paths":{"/a":{"get":{"responses":{"200":{"description":"OK","content":
            {"*/*":{"schema":{"$ref":"R"}}}}}}}},"components":{"schemas":{"D":{"default":{},"allOf":[{"$ref":"R"}]},"E":{"default":"x","type":"string"}}}}
            """;
        var expected = Message(
            Field(1, "3.0.0"),
            Field(2, Field(1, "K"), Field(6, "v1")),
            Field(4, Field(1, Field(1, "/a"), Field(2, Field(4, Field(8, Field(2, Field(1, "200"), Field(2, Field(1,
                Field(1, "OK"), Field(3, Field(1, Field(1, "*/*"), Field(2, Field(1, Field(2, Field(1, "R")))))))))))))),
            Field(5, Field(1,
                Field(1, Field(1, "D"), Field(2, Field(1, Field(26, Field(2, Field(1, "R"))), Field(33)))),
                Field(1, Field(1, "E"), Field(2, Field(1, Field(25, "string"), Field(33, Field(3, "x"))))))));
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(GnosticV3Document.Encode(Encoding.UTF8.GetBytes(json))));
    }

    private static byte[] Message(params byte[][] fields) => [.. fields.SelectMany(field => field)];

    private static byte[] Field(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, params byte[][] content)
    {
        var bytes = Message(content);
        return [.. Varint((number << 3) | 2), .. Varint(bytes.Length), .. bytes];
    }

    private static byte[] Varint(int value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Varint(value >> 7)];
}
