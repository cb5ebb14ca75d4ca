using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Controllers.Certificates;

/// <summary>The subject's other names in a request, of the four types a certificate repeats.</summary>
/// <param name="Encoded">The names as they came.</param>
/// <param name="DnsCount">DNS names.</param>
/// <param name="AddressCount">IP addresses.</param>
/// <param name="EmailCount">Mail addresses.</param>
/// <param name="UriCount">URIs.</param>
public sealed record AlternativeNames(IReadOnlyList<ReadOnlyMemory<byte>> Encoded, int DnsCount, int AddressCount, int EmailCount, int UriCount)
{
    public static readonly AlternativeNames None = new([], 0, 0, 0, 0);

    // RFC 5280, GeneralName.
    private const int Email = 1;
    private const int Dns = 2;
    private const int Uri = 6;
    private const int Address = 7;

    /// <exception cref="AsnContentException">The extension is malformed.</exception>
    public static AlternativeNames Read(ReadOnlyMemory<byte> extension)
    {
        List<ReadOnlyMemory<byte>> encoded = [];
        var counts = new int[Address + 1];
        var names = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            var tag = names.PeekTag();
            var name = names.ReadEncodedValue();
            if (tag.TagClass != TagClass.ContextSpecific || tag.TagValue is not (Email or Dns or Uri or Address)) continue;
            counts[tag.TagValue]++;
            encoded.Add(name);
        }

        return new(encoded, counts[Dns], counts[Address], counts[Email], counts[Uri]);
    }

    /// <summary>As a certificate's extension; critical where the subject is empty and these are all the names there are.</summary>
    public X509Extension ToExtension(bool isCritical)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var name in Encoded) writer.WriteEncodedValue(name.Span);
        }

        return new("2.5.29.17", writer.Encode(), isCritical);
    }
}
