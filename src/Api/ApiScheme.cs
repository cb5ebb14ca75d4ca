using Kybernet.Machinery.Objects;

namespace Kybernet.Api;

/// <summary>The scheme of the whole API: every kind of every group-version, and those that belong to no group.</summary>
public static class ApiScheme
{
    /// <summary>Kinds that clients may send with any group-version's name.</summary>
    private static readonly string[] s_everywhere =
        ["CreateOptions", "DeleteOptions", "GetOptions", "ListOptions", "PatchOptions", "UpdateOptions"];

    public static Scheme Create() =>
        new([Machinery.Meta.SchemaIndex.Kinds, SchemaIndex.Kinds], s_everywhere);
}
