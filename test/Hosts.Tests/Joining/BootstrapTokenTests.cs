using Kybernet.Hosts.Kyb.Joining;

namespace Kybernet.Hosts.Tests.Joining;

public class BootstrapTokenTests
{
    [Theory]
    [InlineData("abcdef.0123456789abcdef", true)]
    [InlineData("abcdef.0123456789abcde", false)]
    [InlineData("abcdef-0123456789abcdef", false)]
    [InlineData("ABCDEF.0123456789abcdef", false)]
    [InlineData("", false)]
    public void TryParse_Text_OnlyOfTheForm(string text, bool isToken) => Assert.Equal(isToken, BootstrapToken.TryParse(text, out _));

    [Fact]
    public void Create_Token_CanBeParsed()
    {
        var token = BootstrapToken.Create();

        Assert.True(BootstrapToken.TryParse(token.ToString(), out var parsed));
        Assert.Equal(token, parsed);
    }

    [Fact]
    public void ToSecret_WithEnd_IsAsKubeadmWritesIt()
    {
        var secret = new BootstrapToken("abcdef", "0123456789abcdef").ToSecret("", new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

        Assert.Equal("bootstrap-token-abcdef", secret.Metadata.Name);
        Assert.Equal("2026-01-02T03:04:05Z", secret.StringData["expiration"]);
        Assert.Equal("system:bootstrappers:kubeadm:default-node-token", secret.StringData["auth-extra-groups"]);
    }
}
