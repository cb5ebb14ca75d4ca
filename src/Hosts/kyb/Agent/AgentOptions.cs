using Kybernet.Hosts.Kyb.Nodes;

namespace Kybernet.Hosts.Kyb.Agent;

/// <summary>How <c>kyb agent</c> was started.</summary>
internal sealed record AgentOptions
{
    /// <summary>The API server, <c>https://host:port</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>A bootstrap token; not needed once the node has joined.</summary>
    public string Token { get; init; } = "";

    /// <summary>PEM of the server's authority in a file; empty to take it from the server, held against <see cref="AuthorityHash"/>.</summary>
    public string AuthorityFile { get; init; } = "";

    /// <summary><c>sha256:HEX</c> of the authority's public key, as kubeadm writes it.</summary>
    public string AuthorityHash { get; init; } = "";

    /// <summary>The machine's part.</summary>
    public required NodeHostOptions Node { get; init; }

    /// <summary>All the node has on this machine goes when it stops.</summary>
    public bool IsEphemeral { get; init; }

    public string CredentialsDirectory => Path.Combine(Node.DataDirectory, "pki");
}
