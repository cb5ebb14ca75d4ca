using System.Text;
using Kybernet.ApiServer.Tables;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Tests.Tables;

public class TableWriterTests
{
    private const string Columns = """
        [{"name":"Name","type":"string","format":"name","description":"The object's name, unique in its namespace.","priority":0},
        {"name":"Age","type":"string","format":"","description":"How long ago the object was created.","priority":0}]
        """;

    private const string Metadata = """{"name":"a","resourceVersion":"7","creationTimestamp":"2030-01-15T11:00:00Z"}""";

    [Theory]
    [InlineData(RowObject.None, "null")]
    [InlineData(RowObject.Metadata, """{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":""" + Metadata + "}")]
    [InlineData(RowObject.Object, """{"kind":"ServiceAccount","apiVersion":"v1","metadata":""" + Metadata + "}")]
    public void WriteObject_RowObject_IsIncluded(RowObject included, string expected) => Assert.Equal(
        $$"""
        {"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"7"},"columnDefinitions":{{Columns}},
        "rows":[{"cells":["a","60m"],"object":{{expected}}}]}
        """.ReplaceLineEndings(""),
        Write(writer => Writer("ServiceAccount", included).WriteObject(writer, ServiceAccount())));

    [Fact]
    public void WriteList_LaterTableOfAWatch_HasNoColumns() => Assert.Equal(
        """{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"9","continue":"c"},"columnDefinitions":null,"rows":[]}""",
        Write(writer => Writer("Pod", RowObject.None).WriteList(
            writer, ListMeta.Empty with { ResourceVersion = "9", Continue = "c" }, [], withColumns: false)));

    [Fact]
    public void WriteObject_CompletedPod_HasCondition() => Assert.Contains(
        """{"type":"Completed","status":"True","reason":"Succeeded","message":"The pod has completed successfully."}""",
        Write(writer => Writer("Pod", RowObject.None).WriteObject(
            writer, TableRows.Read("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"status":{"phase":"Succeeded"}}"""))),
        StringComparison.Ordinal);

    private static Machinery.Objects.IObject ServiceAccount() =>
        TableRows.Read($$"""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{{Metadata}}}""");

    private static TableWriter Writer(string kind, RowObject included) =>
        new(TableRows.Printers.Find(new("", "v1", kind)), included, new(2030, 1, 15, 12, 0, 0, TimeSpan.Zero));

    private static string Write(Action<JsonWriter> write)
    {
        using var writer = new JsonWriter();
        write(writer);
        return Encoding.UTF8.GetString(writer.Written);
    }
}
