using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Informers;

/// <summary>The informers of a process: one a resource and scope, shared by all who ask, started when first asked for.</summary>
/// <remarks>Upstream: client-go/informers, SharedInformerFactory.</remarks>
public interface IInformers
{
    /// <summary>All objects of the resource.</summary>
    IInformer<T> Of<T>()
        where T : class, IObject<T> => Of<T>(InformerScope.All);

    IInformer<T> Of<T>(InformerScope scope)
        where T : class, IObject<T>;
}

/// <summary>The part of a resource an informer follows.</summary>
public sealed record InformerScope
{
    public static readonly InformerScope All = new();

    /// <summary>Empty for all.</summary>
    public string Namespace { get; init; } = "";

    public string LabelSelector { get; init; } = "";

    public string FieldSelector { get; init; } = "";
}
