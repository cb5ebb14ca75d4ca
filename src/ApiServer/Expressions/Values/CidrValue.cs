using System.Globalization;
using Kybernet.ApiServer.Registry.Allocation;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions.Values;

/// <summary>An address and how many of its bits are a network's. Upstream: <c>library/cidr.go</c>.</summary>
internal sealed record CidrValue(IpAddress Address, int PrefixLength) : IForeignValue, IForeignText
{
    public string Type => "net.CIDR";

    public static CidrValue? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || IpValue.Parse(text[..slash]) is not { } address) return null;
        var digits = text.AsSpan(slash + 1);
        if (digits is ['0', _, ..] || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length)) return null;
        return length <= address.Length ? new(address, length) : null;
    }

    public static Evaluated Read(string text) => Parse(text) is { } cidr
        ? Evaluated.Of(cidr)
        : Evaluated.Fail($"network address parse error during conversion from string: netip.ParsePrefix(\"{text}\")");

    public Evaluated? Call(string method, ListOf<JsonValue> arguments) => (method, arguments) switch
    {
        ("ip", []) => Evaluated.Of(new IpValue(Address)),
        ("masked", []) => Evaluated.Of(this with { Address = NetworkOf(Address) }),
        ("prefixLength", []) => Evaluated.Of(PrefixLength),
        ("containsIP", [var other]) when other.AsString() is { } text => IpValue.Parse(text) is { } ip ? Evaluated.Of(Holds(ip)) : IpValue.Read(text),
        ("containsIP", [var other]) when other.AsForeign() is IpValue ip => Evaluated.Of(Holds(ip.Value)),
        ("containsCIDR", [var other]) when other.AsString() is { } text => Parse(text) is { } cidr ? Evaluated.Of(Holds(cidr)) : Read(text),
        ("containsCIDR", [var other]) when other.AsForeign() is CidrValue cidr => Evaluated.Of(Holds(cidr)),
        _ => null,
    };

    public Evaluated ToText() => Evaluated.Of(ToString());

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{PrefixLength}");

    private bool Holds(IpAddress address) => address.IsIPv6 == Address.IsIPv6 && NetworkOf(address) == NetworkOf(Address);

    private bool Holds(CidrValue other) => other.PrefixLength >= PrefixLength && Holds(other.Address);

    private IpAddress NetworkOf(IpAddress address)
    {
        var hostBits = Address.Length - PrefixLength;
        return address with
        {
            High = hostBits <= 64 ? address.High : hostBits == 128 ? 0 : address.High & (ulong.MaxValue << (hostBits - 64)),
            Low = hostBits >= 64 ? 0 : address.Low & (ulong.MaxValue << hostBits),
        };
    }
}
