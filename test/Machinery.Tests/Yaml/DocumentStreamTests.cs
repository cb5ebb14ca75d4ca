using System.Text;
using Kybernet.Machinery.Yaml;

namespace Kybernet.Machinery.Tests.Yaml;

public sealed class DocumentStreamTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n \n")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n---\n# c\n---")]
    [InlineData("null")]
    [InlineData("--- # c\n~\n")]
    public void Read_NothingButCommentsAndNulls_HasNoDocument(string yaml) => Assert.Equal("", YamlText.Read(yaml));

    [Theory]
    [InlineData("a: 1\n---\nb: 2\n", "{\"a\":1}\n{\"b\":2}")]
    [InlineData("---\na: 1\n--- # next\n\n---\n# c\nb: 2", "{\"a\":1}\n{\"b\":2}")]
    [InlineData("a: 1\r\n---\r\nb: 2\r\n", "{\"a\":1}\n{\"b\":2}")]
    [InlineData("a: 1\n...\nignored: [\n", "{\"a\":1}")]
    [InlineData("a: |\n  x\n---\nb: 2", "{\"a\":\"x\\n\"}\n{\"b\":2}")]
    public void Read_Separators_SplitDocuments(string yaml, string json) => Assert.Equal(json, YamlText.Read(yaml));

    [Theory]
    [InlineData("{\"b\" : 1.0,\n \"a\":\"\\/\\ud83d\\ude00\"}", "{\"b\" : 1.0,\n \"a\":\"\\/\\ud83d\\ude00\"}")]
    [InlineData("{\"a\":1}{\"b\":2}\n{\"c\":3}", "{\"a\":1}\n{\"b\":2}\n{\"c\":3}")]
    [InlineData("a: 1\n---\n{\"b\" :2}\n---\nc: 3", "{\"a\":1}\n{\"b\" :2}\n{\"c\":3}")]
    [InlineData("{\"a\": 1} # comment", "{\"a\": 1}")]
    [InlineData("{\"a\": b}", "{\"a\":\"b\"}")]
    [InlineData("[1, \"x\"]", "[1,\"x\"]")]
    public void Read_Json_IsPassedThrough(string source, string json) => Assert.Equal(json, YamlText.Read(source));

    [Fact]
    public void Read_ByteOrderMarks_TellTheEncoding()
    {
        foreach (var encoding in new Encoding[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] source = [.. encoding.Preamble, .. encoding.GetBytes("é: 1")];

            Assert.Equal("{\"é\":1}", Encoding.UTF8.GetString(Assert.Single(YamlReader.Read(source).Documents).Json.Span));
        }
    }

    [Fact]
    public void LineOf_Offsets_LeadBackToTheSource()
    {
        const string Yaml = "# head\na: 1\n---\n# c\nspec:\n  list:\n  - x\n  - é: [1,\n      2]\n";
        var document = YamlReader.Read(Yaml).Documents[1];
        var json = Encoding.UTF8.GetString(document.Json.Span);

        Assert.Equal("""{"spec":{"list":["x",{"é":[1,2]}]}}""", json);
        Assert.Equal(1, document.Index);
        Assert.Equal(5, document.FirstLine);
        Assert.Equal(5, document.LineOf(json.IndexOf("\"spec", StringComparison.Ordinal)));
        Assert.Equal(6, document.LineOf(json.IndexOf("list", StringComparison.Ordinal)));
        Assert.Equal(7, document.LineOf(json.IndexOf("\"x\"", StringComparison.Ordinal)));
        Assert.Equal(new YamlPosition(8, 8), document.PositionOf(document.Json.Span.IndexOf("[1"u8)));
        Assert.Equal(new YamlPosition(9, 7), document.PositionOf(document.Json.Span.IndexOf("2]"u8)));
    }

    [Fact]
    public void LineOf_JsonDocument_CountsItsOwnLines()
    {
        var document = YamlReader.Read("a: 1\n---\n\n  {\"b\":\n 2}\n").Documents[1];

        Assert.Equal(4, document.FirstLine);
        Assert.Equal(new YamlPosition(5, 2), document.PositionOf(document.Json.Span.IndexOf((byte)'2')));
    }
}
