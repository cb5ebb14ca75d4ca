namespace Kybernet.Proxy.Model;

/// <summary>An address and port that can serve a service's port.</summary>
/// <remarks>Upstream: pkg/proxy, Endpoint.</remarks>
public sealed record ProxyEndpoint(string Ip, int Port)
{
    /// <summary>It runs on this node.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Ready and not terminating, or of a service that publishes addresses that are not ready.</summary>
    public bool IsReady { get; init; } = true;

    /// <summary>Ready, terminating or not.</summary>
    public bool IsServing { get; init; } = true;

    public bool IsTerminating { get; init; }

    public string[] ZoneHints { get; init; } = [];

    public string[] NodeHints { get; init; } = [];

    /// <summary>A last resort: it is going away and still answers.</summary>
    public bool IsServingTerminating => IsServing && IsTerminating;

    /// <summary><c>10.0.0.1:80</c>, <c>[fd00::1]:80</c>.</summary>
    public override string ToString() => Ip.Contains(':', StringComparison.Ordinal) ? $"[{Ip}]:{Port}" : $"{Ip}:{Port}";
}
