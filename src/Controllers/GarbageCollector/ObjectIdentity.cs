using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.GarbageCollector;

/// <summary>An object as references name it. The UID says which one is meant; the rest says where to look.</summary>
/// <remarks>Upstream: garbagecollector, objectReference.</remarks>
public readonly record struct ObjectIdentity(string ApiVersion, string Kind, string Namespace, string Name, string Uid) : IComparable<ObjectIdentity>
{
    public GroupVersionKind Gvk => GroupVersionKind.FromApiVersionAndKind(ApiVersion, Kind);

    public static ObjectIdentity Of(GroupVersionKind kind, ObjectMeta metadata) =>
        new(kind.ToApiVersion(), kind.Kind, metadata.Namespace, metadata.Name, metadata.Uid);

    /// <summary>What <paramref name="reference"/> in an object of the namespace names, were the owner namespaced.</summary>
    public static ObjectIdentity Of(OwnerReference reference, string @namespace) =>
        new(reference.ApiVersion, reference.Kind, @namespace, reference.Name, reference.Uid);

    /// <summary>The reference names this object; its namespace is not the reference's to say.</summary>
    public bool IsNamedBy(OwnerReference reference) =>
        reference.Uid == Uid && reference.Name == Name && reference.Kind == Kind && reference.ApiVersion == ApiVersion;

    /// <summary>By kind, version, namespace, name and UID. Upstream: referenceLessThan.</summary>
    public int CompareTo(ObjectIdentity other)
    {
        var order = string.CompareOrdinal(Kind, other.Kind);
        if (order == 0) order = string.CompareOrdinal(ApiVersion, other.ApiVersion);
        if (order == 0) order = string.CompareOrdinal(Namespace, other.Namespace);
        if (order == 0) order = string.CompareOrdinal(Name, other.Name);
        return order == 0 ? string.CompareOrdinal(Uid, other.Uid) : order;
    }

    /// <summary>As upstream's event messages show it.</summary>
    public override string ToString() => $"[{ApiVersion}/{Kind}, namespace: {Namespace}, name: {Name}, uid: {Uid}]";

    public static bool operator <(ObjectIdentity left, ObjectIdentity right) => left.CompareTo(right) < 0;

    public static bool operator >(ObjectIdentity left, ObjectIdentity right) => left.CompareTo(right) > 0;

    public static bool operator <=(ObjectIdentity left, ObjectIdentity right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ObjectIdentity left, ObjectIdentity right) => left.CompareTo(right) >= 0;
}
