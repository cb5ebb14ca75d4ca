using Kybernet.Kubelet.Server;

namespace Kybernet.Kubelet.Tests.Server;

public sealed class KubeletPathTests
{
    [Theory]
    [InlineData("/pods", "pods proxy")]
    [InlineData("/podsicle", "proxy")]
    [InlineData("/stats/summary", "stats")]
    [InlineData("/metrics/resource", "metrics")]
    [InlineData("/exec/default/web/app", "proxy")]
    [InlineData("/configz", "configz proxy")]
    public void Subresources_OfAPath_AreUpstreams(string path, string expected) => Assert.Equal(expected, string.Join(' ', KubeletPath.Subresources(path)));
}
