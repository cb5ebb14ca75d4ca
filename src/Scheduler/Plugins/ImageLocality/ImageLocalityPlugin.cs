using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.ImageLocality;

/// <summary>Prefers nodes that have the pod's images, weighed by how many nodes have them. Upstream: <c>plugins/imagelocality</c>.</summary>
public sealed class ImageLocalityPlugin : IPreScorePlugin, IScorePlugin
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>Below, an image is pulled fast enough not to matter.</summary>
    private const long LeastBytes = 23 * Mebibyte;

    /// <summary>Above, more bytes matter no more; for each container.</summary>
    private const long MostBytes = 1000 * Mebibyte;

    private readonly StateKey<List<ImageRows>> _images = new();

    public string Name => PluginNames.ImageLocality;

    /// <summary>Images that no node has score zero everywhere.</summary>
    public PluginStatus? PreScore(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows)
    {
        if (nodes.Images.IsEmpty) return PluginStatus.Skip;
        var images = new List<ImageRows>();
        foreach (var container in pod.Pod.Spec.InitContainers) Collect(container.Image);
        foreach (var container in pod.Pod.Spec.Containers) Collect(container.Image);
        foreach (var volume in pod.Pod.Spec.Volumes)
            if (volume.Image is { } image) Collect(image.Reference);
        if (images.Count == 0) return PluginStatus.Skip;
        state.Write(_images, images);
        return null;

        void Collect(string name)
        {
            if (nodes.Images.Find(Normalized(name)) is { } rows) images.Add(rows);
        }
    }

    public void Score(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores)
    {
        scores.Clear();
        foreach (var image in state.Read(_images) ?? [])
        {
            var bytes = (long)(image.Size * ((double)image.Rows.Count / nodes.Count));
            for (var i = 0; i < rows.Length; i++)
                if (image.Rows.Contains(rows[i])) scores[i] += bytes;
        }

        var most = MostBytes * (pod.Pod.Spec.InitContainers.Count + pod.Pod.Spec.Containers.Count);
        foreach (ref var score in scores)
            score = NodeScores.Max * (Math.Clamp(score, LeastBytes, most) - LeastBytes) / (most - LeastBytes);
    }

    /// <summary>With the tag that is meant when there is none.</summary>
    private static string Normalized(string image) =>
        image.LastIndexOf(':') <= image.LastIndexOf('/') ? image + ":latest" : image;
}
