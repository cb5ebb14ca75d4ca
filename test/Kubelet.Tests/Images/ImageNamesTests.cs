using Kybernet.Kubelet.Images;

namespace Kybernet.Kubelet.Tests.Images;

public sealed class ImageNamesTests
{
    [Theory]
    [InlineData("busybox", "docker.io/library/busybox:latest")]
    [InlineData("busybox:1", "docker.io/library/busybox:1")]
    [InlineData("a/b", "docker.io/a/b:latest")]
    [InlineData("registry.k8s.io/pause:3.10", "registry.k8s.io/pause:3.10")]
    [InlineData("localhost/x", "localhost/x:latest")]
    [InlineData("host:5000/x@sha256:ab", "host:5000/x@sha256:ab")]
    [InlineData("Upper", null)]
    [InlineData("a b", null)]
    [InlineData("", null)]
    public void Normalize_Names_AsUpstream(string image, string? normal) => Assert.Equal(normal, ImageNames.Normalize(image));
}
