using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Registry;

/// <summary>What a resource is called and what may be done with it.</summary>
public sealed record ResourceInfo
{
    public required GroupVersionResource Resource { get; init; }

    public required GroupVersionKind Kind { get; init; }

    public GroupVersionKind ListKind => Kind with { Kind = ListKindName ?? Kind.Kind + "List" };

    /// <summary>The kind of lists where it is not the kind with <c>List</c> behind.</summary>
    public string? ListKindName { get; init; }

    /// <summary>Defined at run time: objects are JSON, and patches are not strategic.</summary>
    public bool IsCustom { get; init; }

    /// <summary>What every answer warns of, because the version will go; null when it stays.</summary>
    public string? DeprecationWarning { get; init; }

    public required bool IsNamespaced { get; init; }

    public required string Singular { get; init; }

    public ListOf<string> Verbs { get; init; }

    public ListOf<string> ShortNames { get; init; }

    public ListOf<string> Categories { get; init; }

    public ListOf<SubresourceInfo> Subresources { get; init; }

    /// <summary>Where objects lie in the store, between <c>/registry/</c> and the namespace: <c>pods</c>, <c>services/specs</c>.</summary>
    public required string StoragePath { get; init; }

    public GroupResource GroupResource => Resource.GroupResource;

    public SubresourceInfo? FindSubresource(string name)
    {
        foreach (var subresource in Subresources)
            if (subresource.Name == name) return subresource;
        return null;
    }
}

/// <summary>A subresource: its name, the kind it takes and gives, its verbs.</summary>
public sealed record SubresourceInfo(string Name, GroupVersionKind Kind, ListOf<string> Verbs);
