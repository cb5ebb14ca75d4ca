using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Discovery;

/// <summary>What clients are told of one resource: built in, or defined at run time by a CustomResourceDefinition.</summary>
public sealed record ServedResource
{
    public required GroupVersion GroupVersion { get; init; }

    public required string Plural { get; init; }

    public required string Singular { get; init; }

    public required string Kind { get; init; }

    /// <summary>The kind of the resource's lists; "" for one that is not listed.</summary>
    public string ListKind { get; init; } = "";

    public bool IsNamespaced { get; init; }

    /// <summary>Defined at run time.</summary>
    public bool IsCustom { get; init; }

    public ListOf<string> Verbs { get; init; }

    public ListOf<string> ShortNames { get; init; }

    public ListOf<string> Categories { get; init; }

    /// <summary>
    /// <see cref="Discovery.StorageVersionHash"/> of the version objects are stored in; "" for a resource that stores nothing.
    /// </summary>
    public string StorageVersionHash { get; init; } = "";

    public ListOf<ServedSubresource> Subresources { get; init; }

    public GroupVersionKind Gvk => GroupVersion.WithKind(Kind);
}

/// <summary>One subresource.</summary>
/// <param name="Name">The last segment of its path: <c>status</c>.</param>
/// <param name="Gvk">The kind it takes or gives.</param>
public sealed record ServedSubresource(string Name, GroupVersionKind Gvk, ListOf<string> Verbs);
