using System.Globalization;
using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>A service and its endpoints. Upstream: <c>describeService</c>, <c>describeEndpointSliceV1</c>.</summary>
internal static class ServiceDescription
{
    private const string None = "<none>";
    private const string Unset = "<unset>";
    private const int MaxEndpoints = 3;

    public static async Task ServiceAsync(Description description, JsonValue value, Related related)
    {
        var spec = value["spec"];
        description.Head(value);
        description.Field("Selector", SelectorText.OfLabels(spec["selector"]));
        description.Field("Type", spec.Text("type"));
        Filled(description, "IP Family Policy", spec.Text("ipFamilyPolicy"));
        description.Field("IP Families", SelectorText.OrNone(Joined(spec["ipFamilies"])));
        description.Field("IP", spec.Text("clusterIP"));
        description.Field("IPs", SelectorText.OrNone(Joined(spec["clusterIPs"])));
        Filled(description, "External IPs", Joined(spec["externalIPs"]));
        Filled(description, "Desired LoadBalancer IP", spec.Text("loadBalancerIP"));
        Filled(description, "External Name", spec.Text("externalName"));
        Filled(description, "LoadBalancer Ingress", string.Join(", ", value.At("status", "loadBalancer", "ingress").Items.Select(Ingress)));
        var listed = await related.ListAsync("endpointslices.discovery.k8s.io", value.Space(), $"kubernetes.io/service-name={value.Name()}");
        var slices = listed.TryGet(out var found, out _) ? found : [];
        foreach (var port in spec["ports"].Items.ToArray()) Port(description, port, slices);
        description.Field("Session Affinity", spec.Text("sessionAffinity"));
        Filled(description, "External Traffic Policy", spec.Text("externalTrafficPolicy"));
        Filled(description, "Internal Traffic Policy", spec.Text("internalTrafficPolicy"));
        description.Number("HealthCheck NodePort", spec["healthCheckNodePort"]);
        Filled(description, "LoadBalancer Source Ranges", Joined(spec["loadBalancerSourceRanges"]));
        Filled(description, "Traffic Distribution", spec.Text("trafficDistribution"));
    }

    public static void Slice(Description description, JsonValue value)
    {
        description.Head(value);
        description.Field("AddressType", value.Text("addressType"));
        var ports = value["ports"].Items;
        description.Line(0, ports.Count == 0 ? "Ports: <unset>" : "Ports:\n  Name\tPort\tProtocol\n  ----\t----\t--------");
        foreach (var port in ports.ToArray())
        {
            var name = port.Text("name") is { Length: > 0 } given ? given : Unset;
            description.Line(1, $"{name}\t{(port["port"].IsNull ? Unset : JsonText.Plain(port["port"]))}\t{port.Text("protocol")}");
        }

        var endpoints = value["endpoints"].Items;
        description.Line(0, endpoints.Count == 0 ? "Endpoints: <none>" : "Endpoints:");
        foreach (var endpoint in endpoints.ToArray()) Endpoint(description, endpoint);
    }

    private static void Endpoint(Description description, JsonValue endpoint)
    {
        description.Line(1, $"- Addresses:\t{SelectorText.OrNone(string.Join(", ", endpoint["addresses"].Items.Select(static one => one.AsString())))}");
        description.Line(2, "Conditions:");
        description.Field(3, "Ready", endpoint.At("conditions", "ready").AsBool() is { } ready ? ready ? "true" : "false" : Unset);
        description.Field(2, "Hostname", endpoint["hostname"].AsString() ?? Unset);
        if (!endpoint["targetRef"].IsNull) description.Field(2, "TargetRef", $"{endpoint.Text("targetRef", "kind")}/{endpoint.Text("targetRef", "name")}");
        description.Field(2, "NodeName", endpoint["nodeName"].AsString() ?? Unset);
        description.Field(2, "Zone", endpoint["zone"].AsString() ?? Unset);
    }

    private static void Port(Description description, JsonValue port, IReadOnlyList<JsonValue> slices)
    {
        var name = port.Text("name") is { Length: > 0 } given ? given : Unset;
        var protocol = port.Text("protocol");
        description.Field("Port", string.Create(CultureInfo.InvariantCulture, $"{name}\t{port.Int("port")}/{protocol}"));
        description.Field("TargetPort", $"{JsonText.Plain(port["targetPort"])}/{protocol}");
        Filled(description, "AppProtocol", port.Text("appProtocol"));
        if (port.Int("nodePort") != 0)
            description.Field("NodePort", string.Create(CultureInfo.InvariantCulture, $"{name}\t{port.Int("nodePort")}/{protocol}"));
        description.Field("Endpoints", Endpoints(slices, port.Text("name")));
    }

    /// <summary>The ready endpoints of a port, three at most. Upstream: <c>formatEndpointSlices</c>.</summary>
    private static string Endpoints(IReadOnlyList<JsonValue> slices, string port)
    {
        if (slices.Count == 0) return None;
        var all = slices.SelectMany(slice => Addresses(slice, port)).ToList();
        var shown = string.Join(',', all.Take(MaxEndpoints));
        return all.Count > MaxEndpoints ? string.Create(CultureInfo.InvariantCulture, $"{shown} + {all.Count - MaxEndpoints} more...") : shown;
    }

    private static IEnumerable<string> Addresses(JsonValue slice, string port)
    {
        var ready = slice["endpoints"].Items.Where(static one => one.At("conditions", "ready").AsBool() != false)
            .Select(static one => one["addresses"].Items[0].AsString() ?? "").ToList();
        if (slice["ports"].Items.Count == 0) return ready;
        return slice["ports"].Items.Where(one => one.Text("name") == port).SelectMany(one => ready.Select(address =>
            (address.Contains(':', StringComparison.Ordinal) ? $"[{address}]:" : $"{address}:") + JsonText.Plain(one["port"])));
    }

    private static string Ingress(JsonValue ingress)
    {
        if (ingress.Text("ip") is not { Length: > 0 } address) return ingress.Text("hostname");
        return ingress.Text("ipMode") is { Length: > 0 } mode ? $"{address} ({mode})" : address;
    }

    private static string Joined(JsonValue items) => string.Join(',', items.Items.Select(static item => item.AsString()));

    private static void Filled(Description description, string name, string value)
    {
        if (value.Length > 0) description.Field(name, value);
    }
}
