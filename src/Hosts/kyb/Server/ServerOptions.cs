using System.Net;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>How <c>kyb server</c> was started.</summary>
public sealed record ServerOptions
{
    public required string DataDirectory { get; init; }

    public required IPEndPoint Listen { get; init; }

    /// <summary>embedded, memory or etcd.</summary>
    public required string Store { get; init; }

    public string[] EtcdServers { get; init; } = [];

    public required VersionFacts Version { get; init; }
}

/// <summary>The build's facts that <c>/version</c> tells.</summary>
public sealed record VersionFacts(string GitVersion, string GitCommit, string GitTreeState, string BuildDate);
