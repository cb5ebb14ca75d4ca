using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Scheduler.Queue;

namespace Kybernet.Scheduler.Configuration;

/// <summary>A scheduler by its name. Upstream: <c>KubeSchedulerProfile</c>.</summary>
public sealed record ProfileConfiguration
{
    public string SchedulerName { get; init; } = "default-scheduler";

    /// <summary>Null for the configuration's.</summary>
    public int? PercentageOfNodesToScore { get; init; }

    /// <summary>By extension point as the file names it: <c>preFilter</c>, <c>score</c>, <c>multiPoint</c>.</summary>
    public MapOf<PluginSet> Plugins { get; init; } = [];

    /// <summary>Arguments by plugin.</summary>
    public MapOf<JsonValue> Arguments { get; init; } = [];

    public PluginSet At(string extensionPoint) => Plugins.GetValueOrDefault(extensionPoint) ?? PluginSet.Empty;
}

/// <summary>What a file of kind KubeSchedulerConfiguration says, v1. Defaults are upstream's.</summary>
public sealed record SchedulerConfiguration
{
    public static readonly SchedulerConfiguration Default = new();

    public ListOf<ProfileConfiguration> Profiles { get; init; } = [new()];

    /// <summary>0 to choose by the size of the cluster.</summary>
    public int PercentageOfNodesToScore { get; init; }

    public Backoff Backoff { get; init; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));

    /// <summary>Whether the host is to elect a leader.</summary>
    public bool ElectsLeader { get; init; } = true;

    /// <summary>Where the host finds the API server; empty for elsewhere.</summary>
    public string Kubeconfig { get; init; } = "";
}
