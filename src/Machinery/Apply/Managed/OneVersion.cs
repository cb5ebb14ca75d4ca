using Kybernet.Machinery.Apply.Typed;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>An API with one version: no other can be had.</summary>
internal sealed class OneVersion : IFieldVersions
{
    public static OneVersion Instance { get; } = new();

    public bool TryConvert(TypedValue value, string from, string to, out TypedValue converted)
    {
        converted = value;
        return from == to;
    }
}
