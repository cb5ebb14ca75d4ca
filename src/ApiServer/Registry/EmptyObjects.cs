using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Registry;

/// <summary>Objects with nothing in them, for bookmarks.</summary>
internal static class EmptyObjects
{
    public static IKind Of(Scheme scheme, GroupVersionKind kind)
    {
        if (scheme.Find(kind) is not { } codec) return new DynamicObject(kind);
        var reader = new JsonReader("{}"u8, DecodeOptions.Default);
        return codec.ReadJson(ref reader);
    }
}
