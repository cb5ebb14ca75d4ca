using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>One way into a resource: the kind and version its users write, the subresource, and what they may own.</summary>
/// <param name="Kind">The kind as the request has it.</param>
/// <param name="Type">The type of its objects.</param>
public sealed record ApplyScope(GroupVersionKind Kind, TypeSchema Type)
{
    /// <summary>The subresource written through, or empty.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>
    /// The fields that may be owned through this door, for each <c>apiVersion</c>; a version that is not listed has no limit. The
    /// status of a resource with a status subresource is left out at the main door, the rest at the status door.
    /// </summary>
    public IReadOnlyDictionary<string, FieldFilter> Filters { get; init; } = new Dictionary<string, FieldFilter>();

    /// <summary>How the object looks in other versions of its API.</summary>
    public IFieldVersions Versions { get; init; } = OneVersion.Instance;

    /// <summary>Where the owned fields of objects that are alike are kept, to be written once; null keeps none.</summary>
    public RecordPool? Repeats { get; init; }

    internal string ApiVersion => Kind.ToApiVersion();

    internal FieldFilter? Filter(string apiVersion) => Filters.TryGetValue(apiVersion, out var filter) ? filter : null;
}
