using System.CommandLine;
using System.Net;
using Kybernet.Base.Pki;
using Kybernet.Hosts.Kyb.Standalone;

namespace Kybernet.Hosts.Kyb.Server.Flags;

/// <summary>All flags of <c>kyb server</c>.</summary>
internal sealed class ServerFlags
{
    private readonly Option<DirectoryInfo> _dataDir = new("--data-dir")
    { Description = "Where the cluster's state, keys and admin.kubeconfig are.", Required = true };
    private readonly Option<string> _address = new("--bind-address") { Description = "The address to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<int> _port = new("--secure-port") { Description = "The port to listen on; 0 takes a free one.", DefaultValueFactory = _ => 6443 };
    private readonly Option<string> _advertise = new("--advertise-address")
    { Description = "Where nodes and pods reach the server; by default where it listens." };
    private readonly Option<string> _store = new("--store") { Description = "embedded, memory or etcd.", DefaultValueFactory = _ => "embedded" };
    private readonly Option<string> _etcd = new("--etcd-servers") { Description = "Comma separated URLs of an etcd cluster, with --store etcd." };
    private readonly Option<string> _etcdAuthority = new("--etcd-cafile") { Description = "Who signs the certificates of etcd's members." };
    private readonly Option<string> _etcdCertificate = new("--etcd-certfile") { Description = "The client certificate for etcd." };
    private readonly Option<string> _etcdKey = new("--etcd-keyfile") { Description = "Its key." };
    private readonly Option<string> _controllers = new("--controllers")
    { Description = "Comma separated names; -name for not that one, * for all others.", DefaultValueFactory = _ => "*" };
    private readonly Option<string> _disable = new("--disable") { Description = "Comma separated: scheduler, controllers.", DefaultValueFactory = _ => "" };
    private readonly Option<string> _services = new("--service-cluster-ip-range")
    { Description = "Networks of services, one for each address family.", DefaultValueFactory = _ => "10.96.0.0/12" };
    private readonly Option<string> _pods = new("--cluster-cidr")
    { Description = "Networks of pods.", DefaultValueFactory = _ => string.Join(',', ClusterNetworks.Pods) };
    private readonly Option<TimeSpan> _life = DurationFlag.Create(
        "--certificate-validity-period", RenewalOptions.Default.Life, "How long the server's own certificates live; they are renewed at two thirds of it.");

    private readonly AuthenticationFlags _authentication = new();
    private readonly AccessFlags _access = new();
    private readonly RecordFlags _records = new();
    private readonly FlowFlags _flow = new();

    public IEnumerable<Option> All =>
    [
        _dataDir, _address, _port, _advertise, _store, _etcd, _etcdAuthority, _etcdCertificate, _etcdKey, _disable, _controllers, _services, _pods, _life,
        .. _authentication.All, .. _access.All, .. _records.All, .. _flow.All,
    ];

    /// <exception cref="ArgumentException">A flag is wrong.</exception>
    public ServerOptions Of(ParseResult parsed, VersionFacts version, TimeProvider time) => new()
    {
        DataDirectory = parsed.GetValue(_dataDir)!.FullName,
        Listen = new(Address(_address, parsed)!, parsed.GetValue(_port)),
        Advertise = Address(_advertise, parsed) is { } reached ? new(reached, parsed.GetValue(_port)) : null,
        Store = parsed.GetValue(_store)!,
        EtcdServers = [.. AccessFlags.Names(parsed.GetValue(_etcd))],
        EtcdTls = EtcdTlsOf(parsed),
        Controllers = [.. AccessFlags.Names(parsed.GetValue(_controllers))],
        Version = version,
        ServiceCidrs = Networks(_services, parsed),
        ClusterCidrs = Networks(_pods, parsed),
        Certificates = RenewalOptions.For(parsed.GetValue(_life)),
        ReloadedEncryptionFile = _records.ReloadedFile(parsed),
        ApiServer = plain => _flow.Apply(
            parsed, _records.Apply(parsed, _access.Apply(parsed, _authentication.Apply(parsed, plain, time), time), time)),
        Disabled = [.. AccessFlags.Names(parsed.GetValue(_disable))],
    };

    private EtcdTls EtcdTlsOf(ParseResult parsed)
    {
        var (certificate, key) = (parsed.GetValue(_etcdCertificate), parsed.GetValue(_etcdKey));
        return (certificate is null) == (key is null)
            ? new(parsed.GetValue(_etcdAuthority), certificate, key)
            : throw new ArgumentException("--etcd-certfile and --etcd-keyfile go together");
    }

    private static IPAddress? Address(Option<string> flag, ParseResult parsed)
    {
        if (parsed.GetValue(flag) is not { } text) return null;
        return IPAddress.TryParse(text, out var address) ? address : throw new ArgumentException($"{flag.Name} {text} is no IP address");
    }

    private static string[] Networks(Option<string> flag, ParseResult parsed)
    {
        string[] names = [.. AccessFlags.Names(parsed.GetValue(flag))];
        return names.Length > 0 && names.All(static name => IPNetwork.TryParse(name, out _))
            ? names
            : throw new ArgumentException($"{flag.Name} {parsed.GetValue(flag)}: networks like {flag.GetDefaultValue()} are needed");
    }
}
