using System.Text;
using Kybernet.Cli.Clusters;
using Kybernet.Cli.Printers.JsonPaths;

namespace Kybernet.Cli.Tests.Printers;

public class PathTemplateTests
{
    private const string Pods = """
        {"items":[{"name":"a","size":1,"labels":{"x.y/z":"1"},"tags":["p","q","r"]},{"name":"b","size":20,"labels":{"x.y/z":"2"},"tags":[]}]}
        """;

    [Theory]
    [InlineData("{.items[*].name}", "a b")]
    [InlineData("{.items[0].name} and {.items[-1].name}", "a and b")]
    [InlineData("{range .items[*]}{.name}={.size}{\"\\n\"}{end}", "a=1\nb=20\n")]
    [InlineData("{.items[?(@.size>5)].name}", "b")]
    [InlineData("{.items[?(@.name==\"a\")].tags}", "[\"p\",\"q\",\"r\"]")]
    [InlineData("{.items[0].tags[0:2]}", "p q")]
    [InlineData("{.items[*].labels.x\\.y/z}", "1 2")]
    [InlineData("{.items[0]['name','size']}", "a 1")]
    [InlineData("{..name}", "a b")]
    [InlineData("{$.items[0].nope}", "")]
    [InlineData("no braces", "no braces")]
    public void Format_Template_FindsAsClientGo(string template, string expected) =>
        Assert.Equal(expected, new PathTemplate(template).Format(ApiRequests.Read(Encoding.UTF8.GetBytes(Pods))));

    [Theory]
    [InlineData("{.items[}")]
    [InlineData("{range .items[*]}{.name}")]
    [InlineData("{.a")]
    public void Parse_Broken_SaysSo(string template) => Assert.Throws<CliException>(() => new PathTemplate(template));
}
