using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Admission;

/// <summary>Mutating webhook configurations.</summary>
public sealed class MutatingWebhookConfigurationPrinter() : TablePrinter<MutatingWebhookConfiguration>(
    [Column.Name, Column.Integer("Webhooks", "How many webhooks there are."), Column.Age])
{
    protected override ListOf<JsonValue> Row(MutatingWebhookConfiguration value, DateTimeOffset now) =>
        [value.Metadata.Name, value.Webhooks.Count, Cell.Age(value.Metadata, now)];
}

/// <summary>Validating webhook configurations.</summary>
public sealed class ValidatingWebhookConfigurationPrinter() : TablePrinter<ValidatingWebhookConfiguration>(
    [Column.Name, Column.Integer("Webhooks", "How many webhooks there are."), Column.Age])
{
    protected override ListOf<JsonValue> Row(ValidatingWebhookConfiguration value, DateTimeOffset now) =>
        [value.Metadata.Name, value.Webhooks.Count, Cell.Age(value.Metadata, now)];
}
