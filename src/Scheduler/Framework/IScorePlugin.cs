using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Framework;

/// <summary>Looks at the nodes that fit before they are scored.</summary>
public interface IPreScorePlugin : IPlugin
{
    /// <summary>Null, an error, or <see cref="StatusCode.Skip"/> to leave out the plugin's Score.</summary>
    PluginStatus? PreScore(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows);
}

/// <summary>Says how good each node is.</summary>
public interface IScorePlugin : IPlugin
{
    /// <summary>Writes a score for each of <paramref name="rows"/>.</summary>
    void Score(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores);

    /// <summary>Brings the scores of all nodes into 0…<see cref="NodeScores.Max"/>; nothing to do when they are there already.</summary>
    void NormalizeScores(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores)
    {
    }
}
