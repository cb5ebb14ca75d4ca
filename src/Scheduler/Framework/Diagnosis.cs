namespace Kybernet.Scheduler.Framework;

/// <summary>Why a pod fits nowhere. Upstream: <c>framework.Diagnosis</c> and <c>FitError</c>.</summary>
public sealed class Diagnosis(int nodeCount)
{
    private readonly Dictionary<int, PluginStatus> _byRow = [];

    /// <summary>The nodes that were looked at and why they do not fit, by row.</summary>
    public IReadOnlyDictionary<int, PluginStatus> ByRow => _byRow;

    /// <summary>Why nodes do not fit that were not looked at.</summary>
    public PluginStatus? OfAbsentNodes { get; set; }

    public HashSet<string> UnschedulablePlugins { get; } = [];

    public HashSet<string> PendingPlugins { get; } = [];

    /// <summary>Of the PreFilter plugin that rejected the pod as a whole.</summary>
    public string PreFilterMessage { get; set; } = "";

    public string PostFilterMessage { get; set; } = "";

    /// <summary>What is said of a node; of one that was not looked at, what is said of all those.</summary>
    /// <param name="row">Its row; -1 for a node that is not there.</param>
    public StatusCode CodeOf(int row) => _byRow.TryGetValue(row, out var status)
        ? status.Code
        : OfAbsentNodes?.Code ?? StatusCode.UnschedulableAndUnresolvable;

    public void Set(int row, PluginStatus status)
    {
        _byRow[row] = status;
        Blame(status);
    }

    /// <summary>Remembers the plugin: events it listens to may help the pod.</summary>
    public void Blame(PluginStatus status)
    {
        if (status.Plugin.Length == 0) return;
        if (status.IsRejected) UnschedulablePlugins.Add(status.Plugin);
        if (status.Code == StatusCode.Pending) PendingPlugins.Add(status.Plugin);
    }

    /// <summary>What users read: <c>0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable.</c></summary>
    public override string ToString()
    {
        var text = $"0/{nodeCount} nodes are available:";
        if (PreFilterMessage.Length > 0)
        {
            text += $" {PreFilterMessage}.";
        }
        else if (Histogram() is { Count: > 0 } reasons)
        {
            // Upstream sorts the whole text "3 Insufficient cpu", numbers as text.
            var parts = reasons.Select(reason => $"{reason.Value} {reason.Key}").Order(StringComparer.Ordinal);
            text += $" {string.Join(", ", parts)}.";
        }

        return PostFilterMessage.Length > 0 ? $"{text} {PostFilterMessage}" : text;
    }

    private Dictionary<string, int> Histogram()
    {
        var reasons = new Dictionary<string, int>();
        foreach (var status in _byRow.Values)
            foreach (var reason in status.Reasons) reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
        if (OfAbsentNodes is not { } absent || _byRow.Count >= nodeCount) return reasons;
        foreach (var reason in absent.Reasons) reasons[reason] = reasons.GetValueOrDefault(reason) + nodeCount - _byRow.Count;
        return reasons;
    }
}
