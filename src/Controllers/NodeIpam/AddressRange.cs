using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kybernet.Controllers.NodeIpam;

/// <summary>A range of addresses, as <c>10.0.0.0/8</c>.</summary>
/// <param name="First">The first address, as a number.</param>
/// <param name="PrefixLength">Bits all addresses share.</param>
/// <param name="Bits">32 or 128.</param>
public readonly record struct AddressRange(UInt128 First, int PrefixLength, int Bits)
{
    public UInt128 Last => First | HostMask(PrefixLength, Bits);

    public static bool TryParse(string text, out AddressRange range)
    {
        range = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IPAddress.TryParse(text.AsSpan(0, slash), out var address)) return false;
        if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)) return false;
        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (length > bits) return false;
        range = new(Number(address) & ~HostMask(length, bits), length, bits);
        return true;
    }

    public bool Overlaps(AddressRange other) => Bits == other.Bits && First <= other.Last && other.First <= Last;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, First);
        return $"{new IPAddress(bytes[(16 - (Bits / 8))..])}/{PrefixLength}";
    }

    // The bits in which the addresses of a range differ. A shift by all 128 bits would be one by none.
    private static UInt128 HostMask(int length, int bits) => bits - length == 128 ? UInt128.MaxValue : (UInt128.One << (bits - length)) - UInt128.One;

    private static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(bytes[(address.AddressFamily == AddressFamily.InterNetwork ? 12 : 0)..], out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
