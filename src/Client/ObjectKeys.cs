using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client;

/// <summary>The keys of objects.</summary>
public static class ObjectKeys
{
    extension(IObject value)
    {
        public ObjectKey Key => new(value.Metadata.Namespace, value.Metadata.Name);
    }
}
