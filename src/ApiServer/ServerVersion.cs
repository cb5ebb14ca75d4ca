namespace Kybernet.ApiServer;

/// <summary>The build, as <c>/version</c> tells it. Upstream: <c>version.Info</c>.</summary>
public sealed record ServerVersion
{
    public required string Major { get; init; }

    public required string Minor { get; init; }

    /// <summary><c>v1.36.0+kybernet.0.1.0</c>.</summary>
    public required string GitVersion { get; init; }

    public string GitCommit { get; init; } = "";

    public string GitTreeState { get; init; } = "";

    public string BuildDate { get; init; } = "";

    public required string Platform { get; init; }
}
