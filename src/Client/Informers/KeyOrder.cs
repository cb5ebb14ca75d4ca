using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Informers;

/// <summary>By namespace, then by name, both by their characters' numbers.</summary>
internal sealed class KeyOrder : IComparer<IObject>
{
    public static readonly KeyOrder OfObjects = new();

    public static int Compare(ObjectKey left, ObjectKey right)
    {
        var byNamespace = string.CompareOrdinal(left.Namespace, right.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(left.Name, right.Name);
    }

    int IComparer<IObject>.Compare(IObject? x, IObject? y) => Compare(x!.Key, y!.Key);
}
