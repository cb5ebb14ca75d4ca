using System.Globalization;
using System.Net;

namespace Kybernet.Dns.Cluster;

/// <summary>Names that stand for addresses.</summary>
internal static class ReverseName
{
    private const string V4 = ".in-addr.arpa";
    private const string V6 = ".ip6.arpa";

    /// <summary>
    /// The address of <c>4.3.2.1.in-addr.arpa</c> or its like for IPv6; null for other names, also for those of whole networks.
    /// </summary>
    public static IPAddress? Read(string name)
    {
        if (name.EndsWith(V4, StringComparison.Ordinal))
            return name[..^V4.Length].Split('.') is { Length: 4 } parts
                && IPAddress.TryParse(string.Join('.', parts.Reverse()), out var v4) ? v4 : null;
        if (!name.EndsWith(V6, StringComparison.Ordinal) || name[..^V6.Length].Split('.') is not { Length: 32 } nibbles) return null;
        var bytes = new byte[16];
        for (var i = 0; i < 32; i++)
        {
            if (nibbles[31 - i] is not [var digit] || !char.IsAsciiHexDigit(digit)) return null;
            bytes[i / 2] |= (byte)(Convert.ToInt32(digit.ToString(), 16) << (i % 2 == 0 ? 4 : 0));
        }

        return new(bytes);
    }

    /// <summary>The address of a pod's label, <c>10-0-0-1</c>; null when it is none.</summary>
    public static IPAddress? ReadPod(string label)
    {
        var dashes = label.Count(static c => c == '-');
        if (dashes == 3 && !label.Contains("--", StringComparison.Ordinal))
        {
            var parts = label.Split('-');
            return Array.TrueForAll(parts, static part => byte.TryParse(part, CultureInfo.InvariantCulture, out _))
                ? IPAddress.Parse(string.Join('.', parts))
                : null;
        }

        return dashes >= 2 && IPAddress.TryParse(label.Replace('-', ':'), out var address) ? address : null;
    }
}
