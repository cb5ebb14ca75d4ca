using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Core;

/// <summary>Endpoints.</summary>
public sealed class EndpointsPrinter() : TablePrinter<Endpoints>(
    [Column.Name, Column.Text("Endpoints", "The first addresses, with their ports."), Column.Age])
{
    protected override ListOf<JsonValue> Row(Endpoints value, DateTimeOffset now) =>
    [
        value.Metadata.Name, value.Subsets.IsEmpty ? Cell.None : Cell.FirstFew([.. value.Subsets.SelectMany(Addresses)]),
        Cell.Age(value.Metadata, now),
    ];

    private static IEnumerable<string> Addresses(EndpointSubset subset) => subset.Ports.IsEmpty
        ? subset.Addresses.Select(address => address.Ip)
        : subset.Ports.SelectMany(port => subset.Addresses.Select(address => HostPort(address.Ip, port.Port)));

    private static string HostPort(string host, int port) =>
        (host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:" : host + ":") + port.ToString(CultureInfo.InvariantCulture);
}
