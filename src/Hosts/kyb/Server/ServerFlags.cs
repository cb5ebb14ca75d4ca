using System.CommandLine;
using System.Net;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>The flags of <c>kyb server</c>; upstream's names where upstream has the flag.</summary>
internal sealed class ServerFlags
{
    private readonly Option<DirectoryInfo> _dataDir = new("--data-dir")
    {
        Description = "Where the cluster's state, keys and admin.kubeconfig are.",
        Required = true,
    };

    private readonly Option<string> _address = Text("--bind-address", "127.0.0.1", "The address to listen on.");
    private readonly Option<int> _port = new("--secure-port") { Description = "The port to listen on; 0 takes a free one.", DefaultValueFactory = _ => 6443 };
    private readonly Option<string> _advertise = Text("--advertise-address", "", "Where nodes and pods reach the server; by default where it listens.");
    private readonly Option<string> _store = Text("--store", "embedded", "embedded, memory or etcd.");
    private readonly Option<string> _etcd = Text("--etcd-servers", "", "Comma separated URLs of an etcd cluster, with --store etcd.");
    private readonly Option<string> _etcdAuthority = Text("--etcd-cafile", "", "Who signs the certificates of etcd's members.");
    private readonly Option<string> _etcdCertificate = Text("--etcd-certfile", "", "The client certificate for etcd.");
    private readonly Option<string> _etcdKey = Text("--etcd-keyfile", "", "Its key.");
    private readonly Option<string> _encryption = Text("--encryption-provider-config", "", "An EncryptionConfiguration: which values are hidden in the store.");
    private readonly Option<string> _disable = Text("--disable", "", "Comma separated: scheduler, controllers.");
    private readonly Option<string> _controllers = Text("--controllers", "*", "Comma separated names; -name for not that one, * for all others.");

    public void AddTo(Command command)
    {
        Option[] all =
        [
            _dataDir, _address, _port, _advertise, _store, _etcd, _etcdAuthority, _etcdCertificate, _etcdKey, _encryption, _disable, _controllers,
        ];
        foreach (var option in all) command.Options.Add(option);
    }

    /// <exception cref="ArgumentException">An address is none, or a certificate lacks its key.</exception>
    public ServerOptions Options(ParseResult parsed, VersionFacts version)
    {
        var port = parsed.GetValue(_port);
        var (certificate, key) = (OrNull(parsed.GetValue(_etcdCertificate)), OrNull(parsed.GetValue(_etcdKey)));
        if ((certificate is null) != (key is null)) throw new ArgumentException("--etcd-certfile and --etcd-keyfile go together");
        return new()
        {
            DataDirectory = parsed.GetValue(_dataDir)!.FullName,
            Listen = new(Address(parsed, _address), port),
            Advertise = parsed.GetValue(_advertise) is { Length: > 0 } ? new(Address(parsed, _advertise), port) : null,
            Store = parsed.GetValue(_store)!,
            EtcdServers = Split(parsed.GetValue(_etcd)!),
            EtcdTls = new(OrNull(parsed.GetValue(_etcdAuthority)), certificate, key),
            EncryptionFile = OrNull(parsed.GetValue(_encryption)),
            Version = version,
            Disabled = Split(parsed.GetValue(_disable)!),
            Controllers = Split(parsed.GetValue(_controllers)!),
        };
    }

    private static IPAddress Address(ParseResult parsed, Option<string> flag) => IPAddress.TryParse(parsed.GetValue(flag), out var address)
        ? address
        : throw new ArgumentException($"{flag.Name} {parsed.GetValue(flag)} is no IP address");

    private static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Option<string> Text(string name, string value, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
