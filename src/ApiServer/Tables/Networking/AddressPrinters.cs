using System.Globalization;
using Kybernet.Api.Discovery.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Tables.Networking;

/// <summary>Endpoint slices.</summary>
public sealed class EndpointSlicePrinter() : TablePrinter<EndpointSlice>(
[
    Column.Name,
    Column.Text("AddressType", "The kind of the addresses."),
    Column.Text("Ports", "The first ports."),
    Column.Text("Endpoints", "The first addresses."),
    Column.Age,
])
{
    protected override ListOf<JsonValue> Row(EndpointSlice value, DateTimeOffset now) =>
    [
        value.Metadata.Name, value.AddressType, Cell.Or(Cell.FirstFew([.. value.Ports.Select(Port)]), Cell.Unset),
        Cell.Or(Cell.FirstFew([.. value.Endpoints.SelectMany(endpoint => endpoint.Addresses)]), Cell.Unset), Cell.Age(value.Metadata, now),
    ];

    private static string Port(EndpointPort port) => port.Port?.ToString(CultureInfo.InvariantCulture) ?? port.Name ?? "*";
}

/// <summary>IP addresses of services.</summary>
public sealed class IPAddressPrinter() : TablePrinter<IPAddress>(
    [Column.Name, Column.Text("ParentRef", "The object that has the address.")])
{
    protected override ListOf<JsonValue> Row(IPAddress value, DateTimeOffset now)
    {
        if (value.Spec.ParentRef is not { } parent) return [value.Metadata.Name, Cell.None];
        var resource = new GroupResource(parent.Group, parent.Resource).ToString().ToLowerInvariant();
        var @namespace = parent.Namespace.Length > 0 ? parent.Namespace + "/" : "";
        return [value.Metadata.Name, $"{resource}/{@namespace}{parent.Name}"];
    }
}

/// <summary>Ranges that services' addresses are taken from.</summary>
public sealed class ServiceCIDRPrinter() : TablePrinter<ServiceCIDR>(
    [Column.Name, Column.Text("CIDRs", "The ranges of addresses."), Column.Age])
{
    protected override ListOf<JsonValue> Row(ServiceCIDR value, DateTimeOffset now) =>
        [value.Metadata.Name, string.Join(',', value.Spec.Cidrs), Cell.Age(value.Metadata, now)];
}
