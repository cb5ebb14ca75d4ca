using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Registry;

/// <summary>What a resource is called and what may be done with it.</summary>
public sealed record ResourceInfo
{
    public required GroupVersionResource Resource { get; init; }

    public required GroupVersionKind Kind { get; init; }

    public GroupVersionKind ListKind => Kind with { Kind = Kind.Kind + "List" };

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
