using System.Globalization;
using System.Text;

namespace Kybernet.Bench.Load.Figures;

/// <summary>What the figures are measured with, as JSON: nodes and pods of upstream's SchedulingBasic, a Deployment of such pods, a pod that runs.</summary>
internal static class ClusterObjects
{
    private const string Container =
        """{"name":"pause","image":"registry.k8s.io/pause:3.10","resources":{"requests":{"cpu":"100m","memory":"500Mi"}}}""";

    /// <summary>4 CPUs, 32 GiB and 110 pods, in one of three zones, ready.</summary>
    public static string Node(int number) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"apiVersion":"v1","kind":"Node","metadata":{"name":"node-{{{number:d4}}}","labels":{"kubernetes.io/hostname":"node-{{{number:d4}}}",
        "topology.kubernetes.io/zone":"zone-{{{number % 3}}}"} },"status":{"capacity":{"cpu":"4","memory":"32Gi","pods":"110"},
        "allocatable":{"cpu":"4","memory":"32Gi","pods":"110"},"conditions":[{"type":"Ready","status":"True","reason":"KubeletReady"}]}}
        """);

    /// <summary>Admission makes new nodes wait for a controller that finds them ready.</summary>
    public const string NoTaints = """{"spec":{"taints":null}}""";

    public static string Pod(int number) => string.Create(CultureInfo.InvariantCulture,
        $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"pod-{{{number:d5}}}","labels":{"app":"bench"}},"spec":{"containers":[{{{Container}}}] } }""");

    public static string Deployment(int replicas) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":{{{replicas}}},"selector":{"matchLabels":{"app":"web"}},
        "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{{{Container}}}] } } } }
        """);

    public static string RunningPod(string name, string image) => $$$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}"},"spec":{"terminationGracePeriodSeconds":0,
        "containers":[{"name":"main","image":"{{{image}}}"}] } }
        """;

    public static byte[] Request(string verb, string path, string body, string type = "application/json") => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture,
            $"{verb} {path} HTTP/1.1\r\nHost: load\r\nAccept: application/json\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
}
