using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>Reads and writes the values of custom resources in the store: JSON, in the version that was stored when they were written.</summary>
internal sealed class CustomDecoders(IReadOnlyList<CustomVersion> versions, CustomVersion stored, DecodeOptions decoding)
{
    /// <summary>Objects of the store as objects of a version: the defaults of the version they are in, then the version's fields.</summary>
    public StoredDecoder FromStore(CustomVersion served) => (ReadOnlyMemory<byte> value, out string? error) =>
    {
        var read = DynamicObject.Decode(value.Span, decoding);
        error = read.Error?.Message;
        if (read.Value is not { } found) return null;
        if (versions.FirstOrDefault(version => version.Gvk == found.Gvk) is not { } written)
        {
            error = $"a {found.Gvk} where a {served.Gvk} is expected";
            return null;
        }

        return served.Prune(written.Default(found) with { Gvk = served.Gvk });
    };

    /// <summary>Objects of the store in the version they are in.</summary>
    public StoredDecoder AsStored => (ReadOnlyMemory<byte> value, out string? error) =>
    {
        var read = DynamicObject.Decode(value.Span, decoding);
        error = read.Error?.Message;
        if (read.Value is not { } found) return null;
        if (versions.FirstOrDefault(version => version.Gvk == found.Gvk) is { } written) return written.Default(found);
        error = $"a {found.Gvk}, which the definition does not know";
        return null;
    };

    /// <summary>Objects of a version as apply made them.</summary>
    public StoredDecoder FromJson(CustomVersion served) => (ReadOnlyMemory<byte> value, out string? error) =>
    {
        var read = served.Admit(DynamicObject.Decode(value.Span, decoding));
        error = read.Error?.Message;
        return read.Value as IObject;
    };

    /// <summary>What the store holds of an object of any version.</summary>
    public byte[] ToStore(IObject value)
    {
        var kept = stored.Prune((DynamicObject)value with { Gvk = stored.Gvk });
        // Upstream's encoder ends a document with a line.
        return [.. ObjectJson.Encode(kept), (byte)'\n'];
    }
}
