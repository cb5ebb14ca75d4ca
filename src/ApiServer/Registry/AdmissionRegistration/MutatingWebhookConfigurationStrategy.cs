using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>Mutating webhooks. Upstream: <c>pkg/registry/admissionregistration/mutatingwebhookconfiguration</c>.</summary>
public sealed class MutatingWebhookConfigurationStrategy : Strategy<MutatingWebhookConfiguration>
{
    public override bool AllowsUnconditionalUpdate => false;

    public override MutatingWebhookConfiguration PrepareForCreate(MutatingWebhookConfiguration value, WriteContext context) =>
        value with { Metadata = value.Metadata with { Generation = 1 } };

    public override MutatingWebhookConfiguration PrepareForUpdate(
        MutatingWebhookConfiguration value, MutatingWebhookConfiguration old, WriteContext context) => value.Webhooks == old.Webhooks
        ? value
        : value with { Metadata = value.Metadata with { Generation = old.Metadata.Generation + 1 } };

    public override void Validate(MutatingWebhookConfiguration value, FieldErrorList errors) =>
        WebhookRules.Validate(errors, Webhook.Of(value.Webhooks), WebhookTolerance.None);

    public override void ValidateUpdate(MutatingWebhookConfiguration value, MutatingWebhookConfiguration old, FieldErrorList errors)
    {
        var hooks = Webhook.Of(value.Webhooks);
        WebhookRules.Validate(errors, hooks, WebhookTolerance.Of(hooks, Webhook.Of(old.Webhooks)));
    }

    public override void WarnOnCreate(MutatingWebhookConfiguration value, ICollection<string> warnings) =>
        ReservedNames.Warn(value.Metadata.Name, warnings);

    public override void WarnOnUpdate(
        MutatingWebhookConfiguration value, MutatingWebhookConfiguration old, ICollection<string> warnings) =>
        ReservedNames.Warn(value.Metadata.Name, warnings);
}
