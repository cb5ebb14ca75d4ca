using System.Globalization;
using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.PortForward;

/// <summary>A port here and the port of the pod it leads to.</summary>
/// <param name="Local">0 for any that is free.</param>
/// <param name="Remote">A number, or the name of a port.</param>
internal readonly record struct ForwardedPort(ushort Local, ushort Remote)
{
    /// <summary>Reads <c>LOCAL:REMOTE</c>, <c>:REMOTE</c> or <c>PORT</c>; a remote port may be a name of the pod's or of the service's.</summary>
    /// <exception cref="CliException">It is none of these.</exception>
    public static ForwardedPort Parse(string text, JsonValue pod, JsonValue? service)
    {
        var parts = text.Split(':');
        if (parts.Length > 2) throw new CliException($"invalid port format '{text}'");
        var (local, remote) = (parts[0], parts[^1]);
        if (remote.Length == 0) throw new CliException("remote port cannot be empty");
        var target = service is { } behind ? OfService(behind, pod, remote, out var own) : OfPod(pod, remote, out own);
        if (parts.Length == 1) local = service is null ? target : own;
        if (local.Length == 0) local = "0";
        if (!ushort.TryParse(local, CultureInfo.InvariantCulture, out var here)) throw Unreadable("local", local);
        if (!ushort.TryParse(target, CultureInfo.InvariantCulture, out var there)) throw Unreadable("remote", target);
        return there == 0 ? throw new CliException("remote port must be > 0") : new(here, there);
    }

    private static CliException Unreadable(string which, string text)
    {
        var why = text.All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax";
        return new($"error parsing {which} port '{text}': strconv.ParseUint: parsing \"{text}\": {why}");
    }

    private static string OfPod(JsonValue pod, string port, out string own)
    {
        own = port;
        if (IsNumber(port)) return port;
        foreach (var container in pod.At("spec", "containers").Items.Concat(pod.At("spec", "initContainers").Items))
            if (container["ports"].Items.FirstOrDefault(one => one.Text("name") == port) is { IsNull: false } found)
                return JsonText.Plain(found["containerPort"]);
        throw new CliException($"Pod '{pod.Name()}' does not have a named port '{port}'");
    }

    /// <param name="service">The service.</param>
    /// <param name="pod">The pod behind it.</param>
    /// <param name="port">The service's, by name or number.</param>
    /// <param name="own">The number of the service's port.</param>
    private static string OfService(JsonValue service, JsonValue pod, string port, out string own)
    {
        var ports = service.At("spec", "ports").Items;
        own = port;
        if (!IsNumber(port))
        {
            var named = ports.FirstOrDefault(one => one.Text("name") == port);
            if (named.IsNull) throw new CliException($"Service '{service.Name()}' does not have a named port '{port}'");
            own = JsonText.Plain(named["port"]);
        }

        var number = own;
        var found = ports.FirstOrDefault(one => JsonText.Plain(one["port"]) == number);
        if (found.IsNull) throw new CliException($"Service {service.Name()} does not have a service port {own}");
        if (service.Text("spec", "clusterIP") == "None") return own;
        var target = JsonText.Plain(found["targetPort"]);
        return target == "0" ? own : OfPod(pod, target, out _);
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);
}
