using System.Globalization;
using System.Text;
using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>A probe on one line. Upstream: <c>DescribeProbe</c>.</summary>
internal static class ProbeText
{
    // What a path of a URL holds as it is, beside letters and digits (upstream: net/url).
    private const string PlainInPaths = "-_.~$&+,/:;=@";

    public static string Of(JsonValue probe)
    {
        var times = string.Create(
            CultureInfo.InvariantCulture,
            $"delay={probe.Int("initialDelaySeconds")}s timeout={probe.Int("timeoutSeconds")}s period={probe.Int("periodSeconds")}s "
            + $"#success={probe.Int("successThreshold")} #failure={probe.Int("failureThreshold")}");
        if (!probe["exec"].IsNull) return $"exec [{string.Join(' ', probe.At("exec", "command").Items.Select(static word => word.AsString()))}] {times}";
        if (probe["httpGet"] is { IsNull: false } http) return $"http-get {Url(http)} {times}";
        if (probe["tcpSocket"] is { IsNull: false } tcp) return $"tcp-socket {tcp.Text("host")}:{JsonText.Plain(tcp["port"])} {times}";
        if (probe["grpc"] is { IsNull: false } grpc) return $"grpc <pod>:{JsonText.Plain(grpc["port"])} {grpc.Text("service")} {times}";
        return $"unknown {times}";
    }

    private static string Url(JsonValue http)
    {
        var host = http.Text("host");
        var path = new StringBuilder();
        foreach (var unit in Encoding.UTF8.GetBytes(http.Text("path")))
        {
            if (char.IsAsciiLetterOrDigit((char)unit) || PlainInPaths.Contains((char)unit, StringComparison.Ordinal)) path.Append((char)unit);
            else path.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
        }

        if (path.Length > 0 && path[0] != '/') path.Insert(0, '/');
        var address = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return $"{http.Text("scheme").ToLowerInvariant()}://{address}:{JsonText.Plain(http["port"])}{path}";
    }
}
