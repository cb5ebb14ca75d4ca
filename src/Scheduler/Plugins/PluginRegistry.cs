using System.Collections.Frozen;
using Kybernet.Scheduler.Configuration;
using Kybernet.Scheduler.Plugins.DefaultBinder;
using Kybernet.Scheduler.Plugins.DefaultPreemption;
using Kybernet.Scheduler.Plugins.ImageLocality;
using Kybernet.Scheduler.Plugins.InterPodAffinity;
using Kybernet.Scheduler.Plugins.NodeAffinity;
using Kybernet.Scheduler.Plugins.NodeName;
using Kybernet.Scheduler.Plugins.NodePorts;
using Kybernet.Scheduler.Plugins.NodeResources;
using Kybernet.Scheduler.Plugins.NodeUnschedulable;
using Kybernet.Scheduler.Plugins.PodTopologySpread;
using Kybernet.Scheduler.Plugins.PrioritySort;
using Kybernet.Scheduler.Plugins.SchedulingGates;
using Kybernet.Scheduler.Plugins.TaintToleration;

namespace Kybernet.Scheduler.Plugins;

/// <summary>The plugins there are, and those that run when nothing else is configured. Upstream: <c>plugins/registry.go</c>.</summary>
public static class PluginRegistry
{
    /// <summary>How each plugin is made.</summary>
    public static FrozenDictionary<string, PluginFactory> InTree { get; } = new Dictionary<string, PluginFactory>
    {
        [PluginNames.PrioritySort] = (_, _) => new PrioritySortPlugin(),
        [PluginNames.SchedulingGates] = (_, _) => new SchedulingGatesPlugin(),
        [PluginNames.NodeName] = (_, _) => new NodeNamePlugin(),
        [PluginNames.NodeUnschedulable] = (_, _) => new NodeUnschedulablePlugin(),
        [PluginNames.NodePorts] = (context, _) => new NodePortsPlugin(context.Resources),
        [PluginNames.NodeAffinity] = (_, arguments) => new NodeAffinityPlugin(PluginArguments.AddedAffinity(arguments)),
        [PluginNames.TaintToleration] = (_, _) => new TaintTolerationPlugin(),
        [PluginNames.NodeResourcesFit] = (context, arguments) => new FitPlugin(PluginArguments.Fit(arguments), context.Resources),
        [PluginNames.PodTopologySpread] = (context, arguments) =>
            new PodTopologySpreadPlugin(PluginArguments.Spread(arguments), new(context.Informers)),
        [PluginNames.InterPodAffinity] = (context, arguments) =>
            new InterPodAffinityPlugin(PluginArguments.InterPodAffinity(arguments), context.Informers.Of<Api.Core.V1.Namespace>()),
        [PluginNames.NodeResourcesBalancedAllocation] = (context, arguments) =>
            new BalancedAllocationPlugin(PluginArguments.BalancedAllocation(arguments), context.Resources),
        [PluginNames.ImageLocality] = (_, _) => new ImageLocalityPlugin(),
        [PluginNames.DefaultPreemption] = (context, arguments) => new DefaultPreemptionPlugin(
            PluginArguments.Preemption(arguments), context, context.Informers.Of<Api.Policy.V1.PodDisruptionBudget>()),
        [PluginNames.DefaultBinder] = (context, _) => new DefaultBinderPlugin(context.Client),
    }.ToFrozenDictionary();

    /// <summary>Upstream's names of plugins that are not built here yet. Profiles may disable them; enabling one is an error.</summary>
    public static FrozenSet<string> NotBuilt { get; } = FrozenSet.Create(
        PluginNames.VolumeRestrictions, PluginNames.NodeVolumeLimits, PluginNames.VolumeBinding, PluginNames.VolumeZone,
        PluginNames.DynamicResources, PluginNames.NodeDeclaredFeatures);

    /// <summary>Upstream's default plugins, in its order and with its weights: those of them that are built.</summary>
    public static PluginSet Default { get; } = new()
    {
        Enabled = [.. new EnabledPlugin[]
        {
            new(PluginNames.SchedulingGates, 0),
            new(PluginNames.PrioritySort, 0),
            new(PluginNames.NodeUnschedulable, 0),
            new(PluginNames.NodeName, 0),
            new(PluginNames.TaintToleration, 3),
            new(PluginNames.NodeAffinity, 2),
            new(PluginNames.NodePorts, 0),
            new(PluginNames.NodeResourcesFit, 1),
            new(PluginNames.VolumeRestrictions, 0),
            new(PluginNames.NodeVolumeLimits, 0),
            new(PluginNames.VolumeBinding, 0),
            new(PluginNames.VolumeZone, 0),
            new(PluginNames.PodTopologySpread, 2),
            new(PluginNames.InterPodAffinity, 2),
            new(PluginNames.DefaultPreemption, 0),
            new(PluginNames.NodeResourcesBalancedAllocation, 1),
            new(PluginNames.ImageLocality, 1),
            new(PluginNames.DefaultBinder, 0),
        }.Where(plugin => !NotBuilt.Contains(plugin.Name))],
    };
}
