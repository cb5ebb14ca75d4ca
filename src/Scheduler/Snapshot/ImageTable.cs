using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Scheduler.Snapshot;

/// <summary>Which nodes have which images. Of the scheduling loop alone.</summary>
public sealed class ImageTable
{
    private readonly Dictionary<string, ImageRows> _images = [];

    public bool IsEmpty => _images.Count == 0;

    /// <summary>Null when no node has the image.</summary>
    public ImageRows? Find(string name) => _images.GetValueOrDefault(name);

    public void Set(int row, ListOf<ContainerImage> old, ListOf<ContainerImage> images)
    {
        if (old == images) return;
        foreach (var image in old)
        {
            foreach (var name in image.Names)
                if (_images.TryGetValue(name, out var there) && there.Rows.Remove(row) && there.Rows.Count == 0) _images.Remove(name);
        }

        foreach (var image in images)
        {
            foreach (var name in image.Names)
            {
                // As upstream, the first node to report an image says how large it is.
                if (!_images.TryGetValue(name, out var there)) _images.Add(name, there = new(image.SizeBytes));
                there.Rows.Add(row);
            }
        }
    }
}

/// <summary>An image and the rows of the nodes that have it.</summary>
/// <param name="Size">Bytes.</param>
public sealed record ImageRows(long Size)
{
    public HashSet<int> Rows { get; } = [];
}
