using Kybernet.ApiServer.Registry.Allocation;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions.Values;

/// <summary>An address. Upstream: <c>library/ip.go</c>.</summary>
internal sealed record IpValue(IpAddress Value) : IForeignValue, IForeignText
{
    public string Type => "net.IP";

    public static IpAddress? Parse(string text) =>
        IpAddress.TryParse(text, out var address) && !(text.Contains(':', StringComparison.Ordinal) && IsMapped(address)) ? address : null;

    public static Evaluated Read(string text) => Parse(text) is { } address
        ? Evaluated.Of(new IpValue(address))
        : Evaluated.Fail($"IP Address \"{text}\" parse error during conversion from string: unable to parse IP");

    public static Evaluated IsCanonical(string text) => Parse(text) is { } address ? Evaluated.Of(address.ToString() == text) : Read(text);

    public Evaluated? Call(string method, ListOf<JsonValue> arguments) => arguments.Count > 0 ? null : method switch
    {
        "family" => Evaluated.Of(Value.IsIPv6 ? 6 : 4),
        "isUnspecified" => Evaluated.Of(IsZero),
        "isLoopback" => Evaluated.Of(IsLoopback),
        "isLinkLocalMulticast" => Evaluated.Of(Value.IsIPv6 ? Top(16) == 0xff02 : Top(24) == 0xe00000),
        "isLinkLocalUnicast" => Evaluated.Of(IsLinkLocal),
        "isGlobalUnicast" => Evaluated.Of(!IsZero && !IsLoopback && !IsLinkLocal && !IsMulticast && (Value.IsIPv6 || Value.Low != uint.MaxValue)),
        _ => null,
    };

    public Evaluated ToText() => Evaluated.Of(ToString());

    public override string ToString() => Value.ToString();

    private bool IsZero => Value is { High: 0, Low: 0 };

    private bool IsLoopback => Value.IsIPv6 ? Value is { High: 0, Low: 1 } : Top(8) == 127;

    private bool IsLinkLocal => Value.IsIPv6 ? Top(10) == 0xfe80 >> 6 : Top(16) == 0xa9fe;

    private bool IsMulticast => Value.IsIPv6 ? Top(8) == 0xff : Top(4) == 0xe;

    /// <summary>The first bits, 64 of them at most.</summary>
    private ulong Top(int bits) => Value.IsIPv6 ? Value.High >> (64 - bits) : Value.Low >> (32 - bits);

    /// <summary>An IPv4 address in the clothes of IPv6.</summary>
    private static bool IsMapped(IpAddress address) => !address.IsIPv6 || (address.High == 0 && address.Low >> 32 == 0xffff);
}
