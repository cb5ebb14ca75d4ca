using Kybernet.Machinery.Validation;

namespace Kybernet.Scheduler.Snapshot;

/// <summary>
/// Numbers for the resources that are counted: the places of their columns. Of the scheduling loop alone. As many as there are names of
/// resources in nodes and pods.
/// </summary>
public sealed class ResourceNames
{
    public const int Cpu = 0;
    public const int Memory = 1;
    public const int EphemeralStorage = 2;

    private readonly Dictionary<string, int> _ids = new() { ["cpu"] = Cpu, ["memory"] = Memory, ["ephemeral-storage"] = EphemeralStorage };
    private readonly List<string> _names = ["cpu", "memory", "ephemeral-storage"];

    public int Count => _names.Count;

    public string this[int id] => _names[id];

    /// <summary>The resource's number, or -1 when it is none that is counted on nodes.</summary>
    public int IdOf(string name)
    {
        if (_ids.TryGetValue(name, out var id)) return id;
        if (!IsScalar(name)) return -1;
        id = _names.Count;
        _names.Add(name);
        _ids.Add(name, id);
        return id;
    }

    /// <summary>An extended, huge page, attachable volume or prefixed native resource. Upstream: <c>util.IsScalarResourceName</c>.</summary>
    public static bool IsScalar(string name) => IsExtended(name) || name.StartsWith("hugepages-", StringComparison.Ordinal) ||
        IsPrefixedNative(name) || name.StartsWith("attachable-volumes-", StringComparison.Ordinal);

    /// <summary>Upstream: <c>helper.IsExtendedResourceName</c>.</summary>
    public static bool IsExtended(string name) => name.Contains('/', StringComparison.Ordinal) && !IsPrefixedNative(name) &&
        !name.StartsWith("requests.", StringComparison.Ordinal) && QualifiedNames.IsQualifiedName("requests." + name).Count == 0;

    private static bool IsPrefixedNative(string name) => name.Contains("kubernetes.io/", StringComparison.Ordinal);
}
