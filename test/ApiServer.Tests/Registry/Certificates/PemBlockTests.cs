using System.Text;
using Kybernet.ApiServer.Registry.Certificates;

namespace Kybernet.ApiServer.Tests.Registry.Certificates;

public sealed class PemBlockTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("-----BEGIN A-----\naGk=\n-----END A-----\n", "A:hi")]
    [InlineData("noise\n-----BEGIN A-----\r\naG\r\nk=\r\n-----END A-----", "A:hi")]
    [InlineData("-----BEGIN A-----\naGk=\n-----END A-----\n-----BEGIN B-----\naG8=\n-----END B-----\n", "A:hi B:ho")]
    [InlineData("-----BEGIN A-----\nk: v\n\naGk=\n-----END A-----\n", "A:hi+headers")]
    [InlineData("-----BEGIN A-----\n-----END A-----\n", "A:")]
    [InlineData("-----BEGIN A-----\naGk=\n-----END B-----\n", "")]
    [InlineData("-----BEGIN A-----\n!!!!\n-----END A-----\n-----BEGIN B-----\naG8=\n-----END B-----", "B:ho")]
    [InlineData("-----BEGIN A\naGk=\n-----END A-----\n", "")]
    [InlineData("-----BEGIN A-----\nk: v", "")]
    [InlineData("x-----BEGIN A-----\naGk=\n-----END A-----\n", "")]
    public void ReadAll_Text_FindsBlocks(string text, string expected)
    {
        var blocks = PemBlock.ReadAll(Encoding.ASCII.GetBytes(text))
            .Select(block => $"{block.Type}:{Encoding.ASCII.GetString(block.Content.Span)}{(block.HasHeaders ? "+headers" : "")}");
        Assert.Equal(expected, string.Join(' ', blocks));
    }
}
