using System.Globalization;
using System.Net;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Addresses;

/// <summary>A network in any form upstream's lenient parser reads.</summary>
/// <param name="Address">An address of the network.</param>
/// <param name="Length">The prefix length, of 32 or 128.</param>
internal readonly record struct Cidr(IPAddress Address, int Length)
{
    public static bool TryParse(string text, out Cidr cidr)
    {
        cidr = default;
        var errors = new FieldErrorList();
        IpRules.IsValidCidrForLegacyField(errors, FieldPath.None, text, strict: false);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!errors.IsEmpty || IpAddresses.Parse(text[..slash]) is not { } address) return false;
        cidr = new(address, int.Parse(text.AsSpan(slash + 1), CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>All of <paramref name="other"/> and more.</summary>
    public bool StrictlyContains(Cidr other)
    {
        if (Address.AddressFamily != other.Address.AddressFamily || Length >= other.Length) return false;
        var (mine, theirs) = (Address.GetAddressBytes(), other.Address.GetAddressBytes());
        for (var bit = 0; bit < Length; bit++)
        {
            var mask = 0x80 >> (bit % 8);
            if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) return false;
        }

        return true;
    }
}
