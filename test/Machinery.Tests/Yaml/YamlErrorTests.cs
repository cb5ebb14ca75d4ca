using System.Text;
using Kybernet.Machinery.Yaml;

namespace Kybernet.Machinery.Tests.Yaml;

public sealed class YamlErrorTests
{
    [Theory]
    [InlineData("a: b: c", 1, "mapping values are not allowed in this context")]
    [InlineData("a: b\n  c: d", 2, "mapping values are not allowed in this context")]
    [InlineData("a: - b", 1, "block sequence entries are not allowed in this context")]
    [InlineData("a: ? b", 1, "mapping keys are not allowed in this context")]
    [InlineData("a:\n\t- b", 2, "found character that cannot start any token")]
    [InlineData("a: @b", 1, "found character that cannot start any token")]
    [InlineData("a: |\n\tb", 2, "found a tab character where an indentation space is expected")]
    [InlineData("a: b\n\tc", 2, "found a tab character that violates indentation")]
    [InlineData("a: |0\n", 1, "found an indentation indicator equal to 0")]
    [InlineData("a: |x\n", 1, "did not find expected comment or line break")]
    [InlineData("a: \"b\n", 2, "found unexpected end of stream")]
    [InlineData("a: \"\\q\"", 1, "found unknown escape character")]
    [InlineData("a: \"\\xZZ\"", 1, "did not find expected hexdecimal number")]
    [InlineData("a: \"\\ud800\"", 1, "found invalid Unicode character escape code")]
    [InlineData("a: [b\nc: d", 2, "did not find expected ',' or ']'")]
    [InlineData("a: [b\n }", 2, "did not find expected ',' or ']'")]
    [InlineData("a: {b: 1,\n c: [}", 2, "did not find expected node content")]
    [InlineData("a: 'b' c", 1, "did not find expected key")]
    [InlineData("a: b\nfoo\nc: d", 3, "could not find expected ':'")]
    [InlineData("a:\n  - b\n  c: d", 3, "did not find expected '-' indicator")]
    [InlineData("a:\n  b: c\n d: e", 3, "did not find expected key")]
    [InlineData("a: *x", 1, "unknown anchor 'x' referenced")]
    [InlineData("a: &x [*x]", 1, "anchor 'x' value contains itself")]
    [InlineData("a:\n  <<: 1", 2, "map merge requires map or sequence of maps as the value")]
    [InlineData("a: &", 1, "did not find expected alphabetic or numeric character")]
    [InlineData("%YAML 1.2\n", 1, "found incompatible YAML document")]
    [InlineData("%FOO\n", 1, "found unknown directive name")]
    [InlineData("%YAML 1.1\na: b", 2, "did not find expected <document start>")]
    [InlineData("a: b\u0001", 1, "control characters are not allowed")]
    [InlineData("a: b\n---x\n", 2, "invalid Yaml document separator: x")]
    public void Read_BadSource_SaysWhatAndWhere(string yaml, int line, string problem)
    {
        var error = YamlReader.Read(yaml).Error;

        Assert.NotNull(error);
        Assert.Equal($"yaml: line {line}: {problem}", error.Message);
        Assert.Equal(line, error.Position.Line);
    }

    [Fact]
    public void Read_BadSource_TellsColumnInCharacters()
    {
        var error = YamlReader.Read("é: @").Error;

        Assert.Equal(new YamlPosition(1, 4), error?.Position);
    }

    [Fact]
    public void Read_ErrorInLaterDocument_CountsLinesFromTheStart()
    {
        var result = YamlReader.Read("a: 1\n---\nb: 2\n---\n# c\nd: [\n");

        Assert.Equal(2, result.Documents.Count);
        Assert.Equal("yaml: line 7: did not find expected node content", result.Error?.Message);
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0xFF })]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0xC3 })]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0xED, 0xA0, 0x80 })]
    public void Read_InvalidUtf8_IsError(byte[] source) =>
        Assert.Equal("yaml: line 1: invalid UTF-8 octet sequence", YamlReader.Read(source).Error?.Message);

    [Fact]
    public void Enumerate_BadDocument_YieldsThoseBeforeAndStops()
    {
        var documents = YamlReader.Enumerate(Encoding.UTF8.GetBytes("a: 1\n---\n[\n---\nb: 2\n"));

        Assert.True(documents.MoveNext());
        Assert.Null(documents.Error);
        Assert.False(documents.MoveNext());
        Assert.NotNull(documents.Error);
        Assert.False(documents.MoveNext());
    }
}
