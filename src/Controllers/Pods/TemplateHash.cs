using System.Globalization;
using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Controllers.Pods;

/// <summary>
/// The short hash of a pod template in names and labels (<c>pod-template-hash</c>, <c>controller-revision-hash</c>): 32 bits of FNV-1a, as digits,
/// in letters that make no words. Upstream: <c>ComputeHash</c>, which hashes a dump of Go's memory instead of the encoding.
/// </summary>
public static class TemplateHash
{
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    private const uint OffsetBasis = 2166136261;

    private const uint Prime = 16777619;

    /// <param name="template">What is hashed, by its protobuf encoding, which is canonical: fields ascending, maps sorted.</param>
    /// <param name="collisions">How often the hash met another template's; null for never.</param>
    public static string Of(IApiMessage template, int? collisions)
    {
        using var writer = new ProtoWriter();
        template.WriteProto(writer);
        var hash = Add(OffsetBasis, writer.Written);
        if (collisions is { } count)
        {
            // Eight bytes of which upstream fills four.
            Span<byte> bytes = stackalloc byte[8];
            BitConverter.TryWriteBytes(bytes, BitConverter.IsLittleEndian ? count : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(count));
            hash = Add(hash, bytes);
        }

        return Encode(hash.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Upstream: <c>rand.SafeEncodeString</c>.</summary>
    public static string Encode(string text) => string.Create(text.Length, text, static (letters, digits) =>
    {
        for (var i = 0; i < letters.Length; i++) letters[i] = Letters[digits[i] % Letters.Length];
    });

    private static uint Add(uint hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) hash = unchecked((hash ^ value) * Prime);
        return hash;
    }
}
