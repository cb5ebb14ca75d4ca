using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>Validating webhooks. Upstream: <c>pkg/registry/admissionregistration/validatingwebhookconfiguration</c>.</summary>
public sealed class ValidatingWebhookConfigurationStrategy : Strategy<ValidatingWebhookConfiguration>
{
    public override bool AllowsUnconditionalUpdate => false;

    public override ValidatingWebhookConfiguration PrepareForCreate(ValidatingWebhookConfiguration value, WriteContext context) =>
        value with { Metadata = value.Metadata with { Generation = 1 } };

    public override ValidatingWebhookConfiguration PrepareForUpdate(
        ValidatingWebhookConfiguration value, ValidatingWebhookConfiguration old, WriteContext context) => value.Webhooks == old.Webhooks
        ? value
        : value with { Metadata = value.Metadata with { Generation = old.Metadata.Generation + 1 } };

    public override void Validate(ValidatingWebhookConfiguration value, FieldErrorList errors) =>
        WebhookRules.Validate(errors, Webhook.Of(value.Webhooks), WebhookTolerance.None);

    public override void ValidateUpdate(ValidatingWebhookConfiguration value, ValidatingWebhookConfiguration old, FieldErrorList errors)
    {
        var hooks = Webhook.Of(value.Webhooks);
        WebhookRules.Validate(errors, hooks, WebhookTolerance.Of(hooks, Webhook.Of(old.Webhooks)));
    }

    public override void WarnOnCreate(ValidatingWebhookConfiguration value, ICollection<string> warnings) =>
        ReservedNames.Warn(value.Metadata.Name, warnings);

    public override void WarnOnUpdate(
        ValidatingWebhookConfiguration value, ValidatingWebhookConfiguration old, ICollection<string> warnings) =>
        ReservedNames.Warn(value.Metadata.Name, warnings);
}
