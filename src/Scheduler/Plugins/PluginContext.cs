using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Machinery.Json;
using Kybernet.Scheduler.Cycle;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Preemption;
using Kybernet.Scheduler.Queue;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins;

/// <summary>What plugins are made of. Upstream: <c>framework.Handle</c>.</summary>
/// <param name="Client">The API, as the scheduler.</param>
/// <param name="Informers">Copies of the cluster's objects.</param>
/// <param name="Resources">The numbers of resources.</param>
/// <param name="Nodes">All nodes; of the scheduling loop.</param>
/// <param name="Nominator">The pods expected on nodes; of the scheduling loop.</param>
/// <param name="Waiting">The pods that Permit plugins delay.</param>
/// <param name="Evictions">Ends the victims of preemption.</param>
/// <param name="Statuses">Writes pods' statuses.</param>
/// <param name="Metrics">The scheduler's.</param>
/// <param name="Time">Time.</param>
/// <param name="Random">Of the scheduling loop.</param>
public sealed record PluginContext(
    IClient Client, IInformers Informers, ResourceNames Resources, NodeTable Nodes, Nominator Nominator, WaitingPods Waiting,
    Evictions Evictions, PodStatusWriter Statuses, SchedulerMetrics Metrics, TimeProvider Time, Random Random);

/// <summary>Makes a plugin for a profile.</summary>
/// <param name="context">What it is made of.</param>
/// <param name="arguments">Its <c>pluginConfig</c>; null for defaults.</param>
/// <exception cref="FormatException">The arguments are wrong; the message says where.</exception>
public delegate IPlugin PluginFactory(PluginContext context, JsonValue arguments);
