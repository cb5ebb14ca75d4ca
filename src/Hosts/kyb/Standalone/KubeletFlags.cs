using System.CommandLine;
using System.Net;
using Kybernet.Hosts.Kyb.Nodes;
using Kybernet.Hosts.Kyb.Server;
using Kybernet.Kubelet;
using Kybernet.Machinery.Collections;

namespace Kybernet.Hosts.Kyb.Standalone;

/// <summary>Upstream's main flags of the kubelet, and those fields of its configuration that have a flag.</summary>
internal sealed class KubeletFlags
{
    private readonly Option<string> _name = Text("--hostname-override", Environment.MachineName.ToLowerInvariant(), "The node's name.");
    private readonly Option<string> _address = Text("--node-ip", "", "The node's address; by default the first of the machine that is not loopback.");
    private readonly Option<string> _root = Text("--root-dir", "/var/lib/kubelet", "Volumes and other state of pods.");
    private readonly Option<string> _logs = Text("--pod-logs-dir", "/var/log/pods", "Logs of containers.");
    private readonly Option<string> _runtime = Text("--container-runtime-endpoint", "/run/containerd/containerd.sock", "The runtime's unix socket.");
    private readonly Option<string> _manifests = Text("--pod-manifest-path", "", "Static pods.");
    private readonly Option<string> _dns = Text("--cluster-dns", "", "Comma separated addresses of the cluster's DNS servers.");
    private readonly Option<string> _domain = Text("--cluster-domain", "cluster.local", "The cluster's domain.");
    private readonly Option<string> _resolver = Text("--resolv-conf", "/etc/resolv.conf", "What pods with the node's DNS inherit.");
    private readonly Option<string> _cgroups = Text("--cgroup-root", "/", "The cgroup in which those of pods are made.");
    private readonly Option<string> _labels = Text("--node-labels", "", "Comma separated key=value, of a new node.");
    private readonly Option<string> _provider = Text("--provider-id", "", "The machine's id with its provider.");
    private readonly Option<int> _maxPods = new("--max-pods") { Description = "Pods the node takes.", DefaultValueFactory = _ => 110 };
    private readonly Option<int> _port = new("--port") { Description = "Where it serves.", DefaultValueFactory = _ => NodeSettings.KubeletPort };
    private readonly Option<string> _authority = Text("--client-ca-file", "", "Who issues client certificates.");
    private readonly Option<string> _certificate = Text("--tls-cert-file", "", "What it serves with; by default a certificate it signs itself.");
    private readonly Option<string> _key = Text("--tls-private-key-file", "", "Its key.");

    public void AddTo(Command command)
    {
        Option[] all =
        [
            _name, _address, _root, _logs, _runtime, _manifests, _dns, _domain, _resolver, _cgroups, _labels, _provider, _maxPods, _port, _authority,
            _certificate, _key,
        ];
        foreach (var option in all) command.Options.Add(option);
    }

    public string AuthorityFile(ParseResult parsed) => parsed.GetValue(_authority)!;

    public string CertificateFile(ParseResult parsed) => parsed.GetValue(_certificate)!;

    public string KeyFile(ParseResult parsed) => parsed.GetValue(_key)!;

    /// <exception cref="FormatException">A value is wrong.</exception>
    public KubeletOptions Options(ParseResult parsed, VersionFacts version)
    {
        var runtime = parsed.GetValue(_runtime)!;
        return new()
        {
            NodeName = parsed.GetValue(_name)!,
            NodeIP = parsed.GetValue(_address) is { Length: > 0 } address ? IPAddress.Parse(address) : MachineAddress.First(),
            RootDirectory = parsed.GetValue(_root)!,
            PodLogsDirectory = parsed.GetValue(_logs)!,
            RuntimeEndpoint = runtime.StartsWith("unix://", StringComparison.Ordinal) ? runtime["unix://".Length..] : runtime,
            StaticPodDirectory = parsed.GetValue(_manifests)!,
            ClusterDns = Split(parsed.GetValue(_dns)!),
            ClusterDomain = parsed.GetValue(_domain)!,
            ResolverConfig = parsed.GetValue(_resolver)!,
            CgroupRoot = parsed.GetValue(_cgroups)!,
            NodeLabels = Labels(parsed.GetValue(_labels)!),
            ProviderID = parsed.GetValue(_provider)!,
            MaxPods = parsed.GetValue(_maxPods),
            Port = parsed.GetValue(_port),
            Version = version.GitVersion,
        };
    }

    private static MapOf<string> Labels(string text)
    {
        var labels = default(MapOf<string>);
        foreach (var pair in Split(text))
            labels = pair.Split('=') is [var key, var value]
                ? labels.SetItem(key, value)
                : throw new FormatException($"--node-labels: '{pair}' is not key=value");
        return labels;
    }

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Option<string> Text(string name, string value, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
