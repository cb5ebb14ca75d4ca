using System.CommandLine;
using Kybernet.Controllers;

namespace Kybernet.Hosts.Kyb.Standalone;

/// <summary>Upstream's main flags of kube-controller-manager.</summary>
internal sealed class ControllerManagerFlags
{
    private readonly Option<string> _controllers = Text("--controllers", "*", "Comma separated names; -name for not that one, * for all others.");
    private readonly Option<bool> _accounts = new("--use-service-account-credentials")
    {
        Description = "Each controller calls as a service account of its own, with the rights of that controller only.",
        DefaultValueFactory = _ => true,
    };

    private readonly Option<string> _rootAuthority = Text("--root-ca-file", "", "What pods trust.");
    private readonly Option<string> _signingCertificate = Text("--cluster-signing-cert-file", "", "The authority that signs certificate requests.");
    private readonly Option<string> _signingKey = Text("--cluster-signing-key-file", "", "Its key.");
    private readonly Option<bool> _allocates = new("--allocate-node-cidrs") { Description = "Give nodes ranges of pods' addresses." };
    private readonly Option<string> _clusterCidr = Text("--cluster-cidr", "", "Pods' addresses.");
    private readonly Option<string> _serviceRange = Text("--service-cluster-ip-range", "", "Services' addresses.");
    private readonly Option<int> _podThreshold = new("--terminated-pod-gc-threshold")
    {
        Description = "Finished pods that are kept.",
        DefaultValueFactory = _ => ControllersOptions.Default.TerminatedPodThreshold,
    };

    private readonly Option<TimeSpan> _grace = DurationFlag.Create(
        "--node-monitor-grace-period", ControllersOptions.Default.NodeMonitorGracePeriod, "How long a node may be silent.");

    public void AddTo(Command command)
    {
        Option[] all =
        [
            _controllers, _accounts, _rootAuthority, _signingCertificate, _signingKey, _allocates, _clusterCidr, _serviceRange, _podThreshold, _grace,
        ];
        foreach (var option in all) command.Options.Add(option);
    }

    public string[] Selection(ParseResult parsed) => Split(parsed.GetValue(_controllers)!);

    public bool UsesAccounts(ParseResult parsed) => parsed.GetValue(_accounts);

    /// <exception cref="IOException">A file is not there.</exception>
    public ControllersOptions Options(ParseResult parsed)
    {
        var (certificate, key) = (parsed.GetValue(_signingCertificate)!, parsed.GetValue(_signingKey)!);
        return new()
        {
            RootAuthority = parsed.GetValue(_rootAuthority) is { Length: > 0 } root ? File.ReadAllText(root) : "",
            SigningAuthority = certificate.Length > 0 && key.Length > 0 ? new(File.ReadAllText(certificate), File.ReadAllText(key)) : null,
            ClusterCidrs = parsed.GetValue(_allocates) ? Split(parsed.GetValue(_clusterCidr)!) : [],
            ServiceCidrs = Split(parsed.GetValue(_serviceRange)!),
            TerminatedPodThreshold = parsed.GetValue(_podThreshold),
            NodeMonitorGracePeriod = parsed.GetValue(_grace),
        };
    }

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Option<string> Text(string name, string value, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
