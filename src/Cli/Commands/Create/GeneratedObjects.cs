using System.Globalization;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Create;

/// <summary>Namespaces, service accounts and services as kubectl makes them of flags.</summary>
internal static class GeneratedObjects
{
    public static JsonValue Metadata(string name, JsonValue labels = default) =>
        JsonValue.From(JsonMaps.Of(("name", name), ("labels", labels)).Members);

    public static JsonValue Labels(string name) => JsonMaps.Of(("app", name));

    public static JsonValue NamespaceOf(Invocation run, string name) => JsonMaps.Of(
        ("apiVersion", "v1"), ("kind", "Namespace"), ("metadata", Metadata(name)), ("spec", JsonMaps.Of()), ("status", JsonMaps.Of()));

    public static JsonValue ServiceAccount(Invocation run, string name) =>
        JsonMaps.Of(("apiVersion", "v1"), ("kind", "ServiceAccount"), ("metadata", Metadata(name)));

    public static JsonValue ClusterIp(Invocation run, string name)
    {
        var ip = run.Flags["clusterip"];
        var spec = Spec(run, name, "ClusterIP", needsPorts: ip != "None");
        return Service(name, ip.Length > 0 ? spec.With("clusterIP", ip) : spec);
    }

    public static JsonValue NodePort(Invocation run, string name)
    {
        var spec = Spec(run, name, "NodePort");
        if (run.Flags.Int("node-port") is var port and not 0)
            spec = spec.With("ports", JsonMaps.ListOf(spec["ports"].Items.Select(item => item.With("nodePort", port))));
        return Service(name, spec);
    }

    public static JsonValue LoadBalancer(Invocation run, string name) => Service(name, Spec(run, name, "LoadBalancer"));

    public static JsonValue ExternalName(Invocation run, string name)
    {
        var target = run.Flags["external-name"];
        if (target.Length == 0) throw new CliException("required flag(s) \"external-name\" not set") { IsBare = false };
        return Service(name, Spec(run, name, "ExternalName", needsPorts: false).With("externalName", target));
    }

    private static JsonValue Service(string name, JsonValue spec) => JsonMaps.Of(
        ("apiVersion", "v1"), ("kind", "Service"), ("metadata", Metadata(name, Labels(name))), ("spec", spec),
        ("status", JsonMaps.Of(("loadBalancer", JsonMaps.Of()))));

    private static JsonValue Spec(Invocation run, string name, string type, bool needsPorts = true)
    {
        var given = run.Flags.Values("tcp");
        if (needsPorts && given.Count == 0) throw new CliException("at least one tcp port specifier must be provided");
        var ports = given.Select(Port).ToList();
        return JsonMaps.Of(
            ("ports", ports.Count > 0 ? JsonMaps.ListOf(ports) : default), ("selector", Labels(name)), ("type", type));
    }

    private static JsonValue Port(string text)
    {
        var parts = text.Split(':', 2);
        var port = Number(parts[0]);
        var target = parts.Length == 1 ? port
            : long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : JsonValue.From(parts[1]);
        return JsonMaps.Of(("name", text.Replace(':', '-')), ("port", port), ("protocol", "TCP"), ("targetPort", target));
    }

    private static JsonValue Number(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? JsonValue.From((long)port)
            : throw new CliException($"invalid port: {text}, must be between 1 and 65535");
}
