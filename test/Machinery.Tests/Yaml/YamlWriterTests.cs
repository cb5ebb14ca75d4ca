using System.Buffers;
using System.Text;
using Kybernet.Machinery.Yaml;

namespace Kybernet.Machinery.Tests.Yaml;

public sealed class YamlWriterTests
{
    [Theory]
    [InlineData("""{"b":{"c":[1,{"d":2,"e":[3]},[4,[5]],{}]},"a":[]}""", "a: []\nb:\n  c:\n  - 1\n  - d: 2\n    e:\n    - 3\n  - - 4\n    - - 5\n  - {}\n")]
    [InlineData("""{"a":{},"b":null,"c":true,"d":"x"}""", "a: {}\nb: null\nc: true\nd: x\n")]
    [InlineData("""[[1],{"a":1,"b":{"c":2}}]""", "- - 1\n- a: 1\n  b:\n    c: 2\n")]
    [InlineData("{}", "{}\n")]
    [InlineData("[]", "[]\n")]
    [InlineData("\"x\"", "x\n")]
    [InlineData("null", "null\n")]
    [InlineData("\"a\\nb\"", "|-\n  a\n  b\n")]
    [InlineData("""{"a":1,"b":2,"a":3}""", "a: 3\nb: 2\n")]
    public void Write_Collections_AreBlocks(string json, string yaml) => Assert.Equal(yaml, YamlText.Write(json));

    [Theory]
    [InlineData("text", "text")]
    [InlineData("", "\"\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("y", "\"y\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("12", "\"12\"")]
    [InlineData("1.5", "\"1.5\"")]
    [InlineData("0x1F", "\"0x1F\"")]
    [InlineData("1:30", "\"1:30\"")]
    [InlineData("1:99", "1:99")]
    [InlineData("2001-01-01", "\"2001-01-01\"")]
    [InlineData("2001-02-30", "2001-02-30")]
    [InlineData("2020-01-01T00:00:00Z", "\"2020-01-01T00:00:00Z\"")]
    [InlineData("2001-1-1 2:3:4,5", "\"2001-1-1 2:3:4,5\"")]
    [InlineData("<<", "<<")]
    [InlineData("1e400", "1e400")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("a:b", "a:b")]
    [InlineData("a #b", "'a #b'")]
    [InlineData("-", "'-'")]
    [InlineData("-a", "-a")]
    [InlineData("--- a", "'--- a'")]
    [InlineData("[a", "'[a'")]
    [InlineData("it's", "it's")]
    [InlineData("'q'", "'''q'''")]
    [InlineData("*", "'*'")]
    [InlineData(" a", "' a'")]
    [InlineData("a ", "'a '")]
    [InlineData("a\tb", "\"a\\tb\"")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("a\rb", "\"a\\rb\"")]
    [InlineData("\u001b", "\"\\e\"")]
    [InlineData("é", "é")]
    [InlineData("\U0001F600", "\"\\U0001F600\"")]
    [InlineData("\uFEFFa b", "\"\\uFEFF\\x61\\x20\\x62\"")]
    [InlineData("a\nb", "|-\n  a\n  b")]
    [InlineData("a\n", "|\n  a")]
    [InlineData("a\n\n", "|+\n  a\n")]
    [InlineData("\n", "|2+\n")]
    [InlineData(" a\nb", "|2-\n   a\n  b")]
    [InlineData("a \nb", "\"a \\nb\"")]
    [InlineData("a\tb\n", "\"a\\tb\\n\"")]
    public void Write_Text_IsQuotedWhereNeeded(string text, string yaml)
    {
        var json = $"{{\"k\":\"{System.Text.Json.JsonEncodedText.Encode(text)}\"}}";

        Assert.Equal($"k: {yaml}\n", YamlText.Write(json));
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("-0", "0")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("1.0", "1")]
    [InlineData("1.50", "1.5")]
    [InlineData("100000.5", "100000.5")]
    [InlineData("1000000.0", "1e+06")]
    [InlineData("123456789.5", "1.234567895e+08")]
    [InlineData("1e21", "1e+21")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("1E-5", "1e-05")]
    [InlineData("-0.0", "-0")]
    [InlineData("100000000000000000000", "1e+20")]
    public void Write_Number_IsAsGoPrintsIt(string number, string yaml) => Assert.Equal($"- {yaml}\n", YamlText.Write($"[{number}]"));

    [Fact]
    public void Write_LongText_IsFoldedAtFirstSpaceBehindColumn80()
    {
        var word = new string('a', 78);

        Assert.Equal($"k: {word}\n  b c\n", YamlText.Write($"{{\"k\":\"{word} b c\"}}"));
        Assert.Equal($"k: '{word}:\n  b'\n", YamlText.Write($"{{\"k\":\"{word}: b\"}}"));
        Assert.Equal($"k: \"{word}\\t\n  b\"\n", YamlText.Write($"{{\"k\":\"{word}\\t b\"}}"));
    }

    [Theory]
    [InlineData("""{"x":1}""", " x: 1\n")]
    [InlineData("[1]", " - 1\n")]
    [InlineData("\"t\"", " t\n")]
    public void Write_LongKey_IsMarked(string value, string yaml)
    {
        var key = new string('k', 129);

        Assert.Equal($"? {key}\n:{yaml}", YamlText.Write($"{{\"{key}\":{value}}}"));
    }

    [Fact]
    public void Write_SortedKeys_AreInNaturalOrder()
    {
        const string Json = """{"b":1,"a10":1,"a2":1,"B":1,"a":1,"_x":1,"a-b":1,"1":1,"10":1,"9":1,"a.b":1,"a02":1,"aB":1}""";

        var keys = YamlText.Write(Json).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..^3].Trim('"'));

        Assert.Equal(["_x", "1", "9", "10", "B", "a", "a-b", "a.b", "a2", "a02", "a10", "aB", "b"], keys);
    }

    [Fact]
    public void Write_UnsortedKeys_StayInOrder() =>
        Assert.Equal("b: 1\na: 2\n", YamlText.Write("""{"b":1,"a":2}""", new() { SortKeys = false }));

    [Fact]
    public void Write_Comment_StandsAbove() =>
        Assert.Equal("# one\n#\n# two\na: 1\n", YamlText.Write("""{"a":1}""", new() { Comment = "one\n\ntwo" }));

    [Fact]
    public void WriteAll_Documents_AreSeparated()
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.Null(YamlWriter.WriteAll(["{\"a\":1}"u8.ToArray(), "{\"b\":2}"u8.ToArray()], output));

        Assert.Equal("a: 1\n---\nb: 2\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\":}")]
    [InlineData("[1]]")]
    public void Write_NoJson_IsErrorAndWritesNothing(string json)
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.NotNull(YamlWriter.Write(Encoding.UTF8.GetBytes(json), output));

        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Write_InvalidUtf8_IsError() =>
        Assert.NotNull(YamlWriter.Write([0x22, 0xFF, 0x22], new ArrayBufferWriter<byte>()));

    [Fact]
    public void Write_HalfOfASurrogatePair_IsReplacementCharacter() =>
        Assert.Equal("a\uFFFDb\n", YamlText.Write("\"a\\ud800b\""));
}
