using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.StaticPods;

namespace Kybernet.Kubelet.Tests.StaticPods;

public class StaticPodManifestTests
{
    private const string Web = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
          - {name: a, image: "nginx:1.2", resources: {limits: {cpu: 1}}}
          - {name: b, image: nginx}
        """;

    [Fact]
    public void Read_Pod_BelongsToTheNode()
    {
        var pod = Read(Web);

        Assert.Equal("default/web-node-a", $"{pod.Metadata.Namespace}/{pod.Metadata.Name}");
        Assert.Equal("Node-A", pod.Spec.NodeName);
        Assert.Equal("file", pod.Metadata.Annotations["kubernetes.io/config.source"]);
        Assert.Equal(pod.Metadata.Uid, pod.Metadata.Annotations["kubernetes.io/config.hash"]);
        Assert.Matches("^[0-9a-f]{32}$", pod.Metadata.Uid);
        Assert.Contains(pod.Spec.Tolerations, static one => one is { Operator: "Exists", Effect: "NoExecute" });
    }

    [Fact]
    public void Read_Pod_HasDefaults()
    {
        var spec = Read(Web).Spec;

        Assert.Equal(("Always", "ClusterFirst", 30L), (spec.RestartPolicy, spec.DnsPolicy, spec.TerminationGracePeriodSeconds));
        Assert.Equal(["IfNotPresent", "Always"], spec.Containers.Select(static one => one.ImagePullPolicy));
        Assert.Equal("1", spec.Containers[0].Resources.Requests["cpu"].ToString());
    }

    [Fact]
    public void Read_SamePodElsewhere_IsAnother()
    {
        Assert.Equal(Read(Web).Metadata.Uid, Read(Web).Metadata.Uid);
        Assert.NotEqual(Read(Web).Metadata.Uid, Read(Web, "/other.yaml").Metadata.Uid);
        Assert.NotEqual(Read(Web).Metadata.Uid, Read(Web.Replace("1.2", "1.3", StringComparison.Ordinal)).Metadata.Uid);
    }

    [Theory]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}", "is a ConfigMap, not a Pod")]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: {}}", "invalid pod: name is needed for the pod")]
    [InlineData("a: [", "line 2: did not find")]
    [InlineData("", "holds 0 documents, not one")]
    public void Read_NoPod_IsToldWhy(string text, string expected)
    {
        Assert.Null(StaticPodManifest.Read(Encoding.UTF8.GetBytes(text), "/a.yaml", "n", out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    private static Pod Read(string text, string file = "/a.yaml")
    {
        var pod = StaticPodManifest.Read(Encoding.UTF8.GetBytes(text), file, "Node-A", out var problem);
        Assert.True(pod is not null, problem);
        return pod;
    }
}
