using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Core;

/// <summary>Config maps.</summary>
public sealed class ConfigMapPrinter() : TablePrinter<ConfigMap>([Column.Name, Column.Text("Data", "How many keys there are."), Column.Age])
{
    protected override ListOf<JsonValue> Row(ConfigMap value, DateTimeOffset now) =>
        [value.Metadata.Name, value.Data.Count + value.BinaryData.Count, Cell.Age(value.Metadata, now)];
}

/// <summary>Secrets.</summary>
public sealed class SecretPrinter() : TablePrinter<Secret>(
    [Column.Name, Column.Text("Type", "What the secret is for."), Column.Text("Data", "How many keys there are."), Column.Age])
{
    protected override ListOf<JsonValue> Row(Secret value, DateTimeOffset now) =>
        [value.Metadata.Name, value.Type, value.Data.Count, Cell.Age(value.Metadata, now)];
}

/// <summary>Service accounts.</summary>
public sealed class ServiceAccountPrinter() : TablePrinter<ServiceAccount>([Column.Name, Column.Age])
{
    protected override ListOf<JsonValue> Row(ServiceAccount value, DateTimeOffset now) =>
        [value.Metadata.Name, Cell.Age(value.Metadata, now)];
}
