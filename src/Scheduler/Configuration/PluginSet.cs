using Kybernet.Machinery.Collections;

namespace Kybernet.Scheduler.Configuration;

/// <summary>A plugin at an extension point.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">Of its scores; 0 for 1.</param>
public sealed record EnabledPlugin(string Name, int Weight);

/// <summary>The plugins of an extension point that a profile adds and takes away. Upstream: <c>PluginSet</c>.</summary>
public sealed record PluginSet
{
    public static readonly PluginSet Empty = new();

    public ListOf<EnabledPlugin> Enabled { get; init; } = [];

    /// <summary><c>*</c> for all.</summary>
    public ListOf<string> Disabled { get; init; } = [];

    public bool Disables(string plugin) => Disabled.Contains("*") || Disabled.Contains(plugin);

    /// <summary>
    /// These defaults as a profile changes them: without the disabled ones, with those it enables again in their places, then with the others it
    /// enables. Upstream: <c>mergePluginSet</c>.
    /// </summary>
    public PluginSet MergeWith(PluginSet custom)
    {
        var merged = new List<EnabledPlugin>();
        if (!custom.Disabled.Contains("*"))
        {
            foreach (var plugin in Enabled)
            {
                if (custom.Disabled.Contains(plugin.Name)) continue;
                merged.Add(custom.Enabled.FirstOrDefault(other => other.Name == plugin.Name) ?? plugin);
            }
        }

        foreach (var plugin in custom.Enabled)
            if (!merged.Contains(plugin)) merged.Add(plugin);
        return new() { Enabled = [.. merged], Disabled = custom.Disabled };
    }
}
