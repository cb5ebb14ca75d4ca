using Kybernet.ApiServer.Connections;
using Kybernet.Machinery.Collections;

namespace Kybernet.Testing;

/// <summary>What a test's cluster is like.</summary>
public sealed record TestClusterOptions
{
    /// <summary>Names, uids and everything else that is random: the same seed gives the same ones.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>When the cluster's clock starts.</summary>
    public DateTimeOffset StartTime { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Admission plugins that are off. Unless said otherwise those that leave work to controllers, which a cluster of the API server alone does
    /// not have: pods would wait for a service account, nodes for their taint, volumes for their finalizer.
    /// </summary>
    public ListOf<string> DisabledAdmissionPlugins { get; init; } = ["ServiceAccount", "TaintNodesByCondition", "StorageObjectInUseProtection"];

    /// <summary>Also serve HTTPS on a free port of the loopback address, with a kubeconfig.</summary>
    public bool ServesHttps { get; init; }

    /// <summary>How the API server reaches kubelets, of a test that has some.</summary>
    public KubeletClientOptions Kubelets { get; init; } = new();
}
