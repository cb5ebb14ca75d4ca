using Kybernet.Cli.Commands.Explain;

namespace Kybernet.Cli.Tests.Explain;

public class WordWrapTests
{
    [Theory]
    [InlineData("one two three", 7, "one two\nthree")]
    [InlineData("one two three", 8, "one two\nthree")]
    [InlineData("incomprehensible", 4, "incomprehensible")]
    [InlineData("a\n\nb\n", 80, "a\n\nb\n")]
    [InlineData("a  b", 80, "a  b")]
    [InlineData("", 10, "")]
    public void Wrap_Text_BreaksAtSpaces(string text, int limit, string expected) => Assert.Equal(expected, WordWrap.Wrap(text, limit));

    [Fact]
    public void Indent_Lines_AreAllSetIn() => Assert.Equal("  a\n  \n  b", WordWrap.Indent(2, "a\n\nb"));
}
