using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Client.Transport.Https;

/// <summary>Upstream's envelope: four bytes, then a message whose second field is the object's.</summary>
internal static class ProtoEnvelope
{
    private const int MagicLength = 4;

    /// <exception cref="IOException">The envelope is broken.</exception>
    public static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> envelope, DecodeOptions options) => Field(envelope[MagicLength..], 2, options);

    /// <summary>The last field of that number, a message or bytes; empty when there is none.</summary>
    /// <exception cref="IOException">The message is broken.</exception>
    public static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> message, uint number, DecodeOptions options)
    {
        var reader = new ProtoReader(message, options);
        var found = ReadOnlySpan<byte>.Empty;
        while (reader.NextField(out var tag))
        {
            if (tag == ((number << 3) | 2)) found = reader.ReadSpan();
            else reader.SkipField(tag);
        }

        return reader.Fault is { } fault ? throw new IOException($"the server's answer cannot be read: {fault}") : found;
    }
}
