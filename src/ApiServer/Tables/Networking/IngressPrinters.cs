using Kybernet.Api.Networking.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;

namespace Kybernet.ApiServer.Tables.Networking;

/// <summary>Ingresses.</summary>
public sealed class IngressPrinter() : TablePrinter<Ingress>(
[
    Column.Name,
    Column.Text("Class", "The ingress class."),
    Column.Text("Hosts", "The hosts that rules are about."),
    Column.Text("Address", "Where the ingress is reached."),
    Column.Text("Ports", "The ports that are open."),
    Column.Age,
])
{
    private const int MostHosts = 3;

    protected override ListOf<JsonValue> Row(Ingress value, DateTimeOffset now) =>
    [
        value.Metadata.Name, value.Spec.IngressClassName ?? Cell.None, Hosts(value.Spec.Rules),
        string.Join(',', value.Status.LoadBalancer.Ingress.Select(point => Cell.Or(point.Ip, point.Hostname))
            .Where(address => address.Length > 0).Distinct().Order(StringComparer.Ordinal)),
        value.Spec.Tls.IsEmpty ? "80" : "80, 443", Cell.Age(value.Metadata, now),
    ];

    /// <summary>As upstream, the count of further hosts counts rules without one too.</summary>
    private static string Hosts(ListOf<IngressRule> rules)
    {
        var (hosts, more) = (new List<string>(), false);
        foreach (var rule in rules)
        {
            more |= hosts.Count == MostHosts;
            if (!more && rule.Host.Length > 0) hosts.Add(rule.Host);
        }

        if (hosts.Count == 0) return "*";
        return more ? $"{string.Join(',', hosts)} + {rules.Count - MostHosts} more..." : string.Join(',', hosts);
    }
}

/// <summary>Ingress classes.</summary>
public sealed class IngressClassPrinter() : TablePrinter<IngressClass>(
[
    Column.Name,
    Column.Text("Controller", "Who handles the class."),
    Column.Text("Parameters", "The object with the class's parameters."),
    Column.Age,
])
{
    protected override ListOf<JsonValue> Row(IngressClass value, DateTimeOffset now)
    {
        var isDefault = value.Metadata.Annotations.GetValueOrDefault("ingressclass.kubernetes.io/is-default-class") == "true";
        return
        [
            value.Metadata.Name + (isDefault ? " (default)" : ""), value.Spec.Controller,
            value.Spec.Parameters is { } parameters ? Parameters(parameters) : Cell.None, Cell.Age(value.Metadata, now),
        ];
    }

    private static string Parameters(IngressClassParametersReference reference) =>
        reference.Kind + (reference.ApiGroup is { } group ? "." + group : "") + "/" + reference.Name;
}

/// <summary>Network policies.</summary>
public sealed class NetworkPolicyPrinter() : TablePrinter<NetworkPolicy>(
    [Column.Name, Column.Text("Pod-Selector", "The labels of the pods the policy is about."), Column.Age])
{
    protected override ListOf<JsonValue> Row(NetworkPolicy value, DateTimeOffset now) =>
        [value.Metadata.Name, LabelSelectorTerms.Format(value.Spec.PodSelector.ToTerms()), Cell.Age(value.Metadata, now)];
}
