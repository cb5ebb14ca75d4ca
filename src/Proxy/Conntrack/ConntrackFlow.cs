using System.Globalization;

namespace Kybernet.Proxy.Conntrack;

/// <summary>A UDP flow the kernel remembers.</summary>
/// <param name="Source">Who sends.</param>
/// <param name="SourcePort">From where.</param>
/// <param name="Destination">Where the sender sends to: a service's address.</param>
/// <param name="DestinationPort">And its port.</param>
/// <param name="ReplySource">Who answers: the endpoint.</param>
/// <param name="ReplyPort">And its port.</param>
internal sealed record ConntrackFlow(
    string Source, int SourcePort, string Destination, int DestinationPort, string ReplySource, int ReplyPort)
{
    /// <summary>
    /// Reads a line of <c>conntrack -L</c>: the original direction's fields, then the reply's. Null when it is something else.
    /// </summary>
    public static ConntrackFlow? Parse(string line)
    {
        Span<string> fields = ["", "", "", "", "", "", "", ""];
        Span<int> seen = [0, 0, 0, 0];
        foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            var kind = at < 0 ? -1 : word[..at] switch { "src" => 0, "dst" => 1, "sport" => 2, "dport" => 3, _ => -1 };
            if (kind < 0 || seen[kind] > 1) continue;
            fields[(seen[kind]++ * 4) + kind] = word[(at + 1)..];
        }

        return Port(fields[2]) is { } sport && Port(fields[3]) is { } dport && Port(fields[6]) is { } reply
            ? new(fields[0], sport, fields[1], dport, fields[4], reply)
            : null;
    }

    private static int? Port(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var port) ? port : null;
}
