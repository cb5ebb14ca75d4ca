using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Client.Discovery;

/// <summary>A resource as discovery tells of it.</summary>
public sealed record ApiResourceInfo
{
    public required GroupVersionResource Resource { get; init; }

    public required GroupVersionKind Kind { get; init; }

    public bool IsNamespaced { get; init; }

    public string Singular { get; init; } = "";

    public ListOf<string> Verbs { get; init; }

    public ListOf<string> ShortNames { get; init; }

    public ListOf<string> Categories { get; init; }

    /// <summary>The names of its subresources: <c>status</c>.</summary>
    public ListOf<string> Subresources { get; init; }
}
