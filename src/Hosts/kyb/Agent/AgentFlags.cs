using System.CommandLine;
using System.Net;
using Kybernet.Hosts.Kyb.Nodes;
using Kybernet.Hosts.Kyb.Server;

namespace Kybernet.Hosts.Kyb.Agent;

/// <summary>The flags of <c>kyb agent</c>.</summary>
internal sealed class AgentFlags
{
    private readonly Option<string> _server = new("--server") { Description = "The API server: https://host:6443." };
    private readonly Option<string> _token = new("--token") { Description = "What to join with: kyb token create." };
    private readonly Option<string> _tokenFile = new("--token-file") { Description = "The token in a file." };
    private readonly Option<string> _authority = new("--ca-file") { Description = "The certificate of the server's authority." };
    private readonly Option<string> _hash = new("--ca-cert-hash") { Description = "In place of --ca-file: sha256:HEX of the authority's public key." };
    private readonly Option<string> _name = new("--node-name")
    {
        Description = "The node's name.",
        DefaultValueFactory = _ => Environment.MachineName.ToLowerInvariant(),
    };

    private readonly Option<string> _address = new("--node-ip")
    {
        Description = "The node's address; by default the first of the machine that is not loopback.",
    };
    private readonly Option<string> _dataDir = new("--data-dir")
    {
        Description = "Where the node is on disk: certificates, images, containers.",
        DefaultValueFactory = _ => "/var/lib/kybernet-agent",
    };

    private readonly Option<string> _images = new("--image-dir")
    {
        Description = "Archives of images (OCI or docker) that pods can use at once.",
        DefaultValueFactory = _ => "",
    };
    private readonly Option<string> _cgroups = new("--cgroup-root")
    {
        Description = "The cgroup in which those of pods are made.",
        DefaultValueFactory = _ => "/",
    };
    private readonly Option<bool> _ephemeral = new("--ephemeral") { Description = "Leave nothing on this machine when the agent stops." };

    /// <summary>Only remove what a node has on this machine.</summary>
    public Option<bool> Purge { get; } = new("--purge") { Description = "Remove all that a stopped agent left on this machine, and end." };

    public Option<bool> UntilInputEnds { get; } = new("--until-input-ends") { Description = "Stop when standard input ends.", Hidden = true };

    public IEnumerable<Option> All =>
        [_server, _token, _tokenFile, _authority, _hash, _name, _address, _dataDir, _images, _cgroups, _ephemeral, Purge, UntilInputEnds];

    /// <summary>What was asked for; null, and what is wrong with it.</summary>
    public AgentOptions? Options(ParseResult parsed, VersionFacts version, out string wrong)
    {
        wrong = "";
        Uri? server = null;
        IPAddress? address = null;
        if (!Environment.IsPrivilegedProcess) wrong = "kyb agent starts containers and needs root";
        else if (!parsed.GetValue(Purge) && !Uri.TryCreate(parsed.GetValue(_server), UriKind.Absolute, out server))
            wrong = "--server has to be like https://host:6443";
        else if (parsed.GetValue(_address) is { } given && !IPAddress.TryParse(given, out address)) wrong = $"--node-ip {given} is no IP address";
        else if (parsed.GetValue(_tokenFile) is { } file && !File.Exists(file)) wrong = $"--token-file {file} is not there";
        else if ((address ??= MachineAddress.First()) is null && !parsed.GetValue(Purge))
            wrong = "this machine has no address but loopback; give one with --node-ip";
        if (wrong.Length > 0) return null;
        var data = Path.GetFullPath(parsed.GetValue(_dataDir)!);
        return new()
        {
            Server = server ?? new Uri("https://localhost"),
            Token = parsed.GetValue(_tokenFile) is { } token ? File.ReadAllText(token).Trim() : parsed.GetValue(_token) ?? "",
            AuthorityFile = parsed.GetValue(_authority) ?? "",
            AuthorityHash = parsed.GetValue(_hash) ?? "",
            IsEphemeral = parsed.GetValue(_ephemeral),
            Node = new()
            {
                NodeName = parsed.GetValue(_name)!,
                Address = address ?? IPAddress.Loopback,
                DataDirectory = data,
                StateDirectory = StateDirectories.Of(data),
                ImageDirectory = parsed.GetValue(_images) is { Length: > 0 } images ? Path.GetFullPath(images) : "",
                CgroupRoot = parsed.GetValue(_cgroups)!,
                Version = version.GitVersion,
            },
        };
    }
}
