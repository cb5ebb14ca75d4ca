using Kybernet.Client.Informers;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.Ownership;

/// <summary>Objects by the uid of their controller, orphans by their namespace.</summary>
public sealed class OwnerIndex<T>(IInformer<T> informer)
    where T : class, IObject<T>
{
    private readonly IObjectIndex<T> _index = informer.AddIndex(
        "controller", value => [value.Metadata.Controller?.Uid ?? OrphansOf(value.Metadata.Namespace)]);

    /// <summary>What the owner controls.</summary>
    public IReadOnlyList<T> OwnedBy(IObject owner) => _index.Find(owner.Metadata.Uid);

    public IReadOnlyList<T> OwnedBy(string uid) => _index.Find(uid);

    /// <summary>What the owner controls, and the orphans of its namespace, which it may adopt.</summary>
    public IReadOnlyList<T> CandidatesOf(IObject owner)
    {
        var orphans = _index.Find(OrphansOf(owner.Metadata.Namespace));
        return orphans.Count == 0 ? OwnedBy(owner) : [.. OwnedBy(owner), .. orphans];
    }

    /// <summary>No uid: uids have no slash.</summary>
    private static string OrphansOf(string @namespace) => $"{@namespace}/";
}
