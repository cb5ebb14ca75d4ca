using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.Controllers.Namespaces;

/// <summary>Adds up what remains while the resources are gone through.</summary>
internal sealed class ContentTally
{
    private readonly List<string> _contentFailures = [];
    private readonly Dictionary<GroupVersionResource, int> _remaining = [];
    private readonly Dictionary<string, int> _finalizers = [];
    private string _discoveryFailure = "";
    private long _estimateSeconds;

    public bool Remains(GroupVersionResource resource) => _remaining.ContainsKey(resource);

    public void Undiscovered(string message) => _discoveryFailure = message;

    public void Failed(string message, long estimateSeconds = 0)
    {
        _contentFailures.Add(message);
        _estimateSeconds = Math.Max(_estimateSeconds, estimateSeconds);
    }

    public void Remain(GroupVersionResource resource, IReadOnlyList<IObject> objects, long estimateSeconds)
    {
        _remaining[resource] = objects.Count;
        _estimateSeconds = Math.Max(_estimateSeconds, estimateSeconds);
        foreach (var item in objects)
        {
            foreach (var finalizer in item.Metadata.Finalizers)
                _finalizers[finalizer] = _finalizers.GetValueOrDefault(finalizer) + 1;
        }
    }

    public ContentReport Report() => new()
    {
        EstimateSeconds = _estimateSeconds,
        DiscoveryFailure = _discoveryFailure,
        ContentFailures = _contentFailures,
        Failures = _discoveryFailure.Length > 0 ? [_discoveryFailure, .. _contentFailures] : _contentFailures,
        Remaining = _remaining,
        Finalizers = _finalizers,
    };
}
