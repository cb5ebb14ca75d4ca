using Kybernet.Kubelet.Environment;

namespace Kybernet.Kubelet.Tests.Environment;

public sealed class ExpansionTests
{
    [Theory]
    [InlineData("$(A)", "1")]
    [InlineData("x$(A)y$(B)", "x1y2")]
    [InlineData("$(C)", "$(C)")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$1")]
    [InlineData("$A", "$A")]
    [InlineData("$(A", "$(A")]
    [InlineData("end$", "end$")]
    [InlineData("", "")]
    public void Expand_References_AsUpstream(string text, string expanded) =>
        Assert.Equal(expanded, Expansion.Expand(text, name => name switch { "A" => "1", "B" => "2", _ => null }));
}
