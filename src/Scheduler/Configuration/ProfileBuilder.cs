using Kybernet.Client.Events;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Plugins;

namespace Kybernet.Scheduler.Configuration;

/// <summary>Makes profiles out of their configurations. Upstream: <c>framework/runtime</c>, <c>NewFramework</c>.</summary>
public sealed class ProfileBuilder(IReadOnlyDictionary<string, PluginFactory> registry, PluginContext context)
{
    private const string MultiPoint = "multiPoint";

    /// <exception cref="FormatException">The configuration is wrong; the message says how.</exception>
    public Profile Build(ProfileConfiguration configuration, IEventRecorder events)
    {
        var multi = PluginRegistry.Default.MergeWith(configuration.At(MultiPoint));
        var plugins = new Dictionary<string, IPlugin>();
        var own = configuration.Plugins.Where(set => set.Key != MultiPoint).SelectMany(set => set.Value.Enabled);
        foreach (var name in multi.Enabled.Concat(own).Select(plugin => plugin.Name).Distinct()) plugins.Add(name, Create(configuration, name));

        T[] At<T>(string point)
            where T : class, IPlugin => [.. Expand<T>(configuration, point, multi, plugins).Select(found => found.Plugin)];

        var sorts = At<IQueueSortPlugin>("queueSort");
        if (sorts.Length != 1) throw Wrong(configuration, sorts.Length == 0 ? "no queue sort plugin is enabled" : "only one queue sort plugin can be enabled");
        var points = new ExtensionPoints(sorts[0])
        {
            PreEnqueue = At<IPreEnqueuePlugin>("preEnqueue"),
            PreFilter = At<IPreFilterPlugin>("preFilter"),
            Filter = At<IFilterPlugin>("filter"),
            PostFilter = At<IPostFilterPlugin>("postFilter"),
            PreScore = At<IPreScorePlugin>("preScore"),
            Score = [.. Expand<IScorePlugin>(configuration, "score", multi, plugins)],
            Reserve = At<IReservePlugin>("reserve"),
            Permit = At<IPermitPlugin>("permit"),
            PreBind = At<IPreBindPlugin>("preBind"),
            Bind = At<IBindPlugin>("bind"),
            PostBind = At<IPostBindPlugin>("postBind"),
        };
        if (points.Bind.Length == 0) throw Wrong(configuration, "at least one bind plugin is needed");
        return new(configuration.SchedulerName, configuration.PercentageOfNodesToScore, points, events);
    }

    /// <summary>
    /// First the plugins of several points that the point names too, then the others of several points, then the others the point names. A
    /// weight given at the point wins.
    /// </summary>
    private static List<(T Plugin, long Weight)> Expand<T>(
        ProfileConfiguration configuration, string point, PluginSet multi, Dictionary<string, IPlugin> plugins)
        where T : class, IPlugin
    {
        var set = configuration.At(point);
        var (overriding, shared, own) = (new List<(T, long)>(), new List<(T, long)>(), new List<(T, long)>());
        foreach (var enabled in set.Enabled)
        {
            if (plugins[enabled.Name] is not T plugin) throw Wrong(configuration, $"plugin \"{enabled.Name}\" does not extend {point} plugin");
            var isMulti = multi.Enabled.Any(other => other.Name == enabled.Name);
            (isMulti ? overriding : own).Add((plugin, enabled.Weight > 0 ? enabled.Weight : 1));
        }

        foreach (var enabled in multi.Enabled)
        {
            if (plugins[enabled.Name] is not T plugin || set.Disables(enabled.Name) || set.Enabled.Any(other => other.Name == enabled.Name)) continue;
            shared.Add((plugin, enabled.Weight > 0 ? enabled.Weight : 1));
        }

        return [.. overriding, .. shared, .. own];
    }

    private IPlugin Create(ProfileConfiguration configuration, string name)
    {
        if (PluginRegistry.NotBuilt.Contains(name)) throw Wrong(configuration, $"plugin \"{name}\" is not available yet");
        if (!registry.TryGetValue(name, out var factory)) throw Wrong(configuration, $"plugin \"{name}\" does not exist");
        try
        {
            return factory(context, configuration.Arguments.GetValueOrDefault(name));
        }
        catch (FormatException e)
        {
            throw Wrong(configuration, $"initializing plugin \"{name}\": {e.Message}");
        }
    }

    private static FormatException Wrong(ProfileConfiguration configuration, string problem) =>
        new($"profile \"{configuration.SchedulerName}\": {problem}");
}
