using Kybernet.Api.ApiRegistration.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.ApiRegistration;

/// <summary>Servers of groups and versions. Upstream: <c>kube-aggregator/pkg/registry/apiservice</c>.</summary>
public sealed class APIServiceStrategy : Strategy<APIService>
{
    public override bool AllowsUnconditionalUpdate => false;

    public override UpdateStrategy<APIService> Status { get; } = new StatusDoor();

    public override ListOf<string> CheckName(string name, bool prefix) => PathSegments.IsValidPathSegmentName(name);

    /// <inheritdoc/>
    /// <remarks>What this server serves itself is available at once.</remarks>
    public override APIService PrepareForCreate(APIService value, WriteContext context) => value with
    {
        Status = value.Spec.Service is not null ? APIServiceStatus.Empty : new()
        {
            Conditions =
            [
                new()
                {
                    Type = "Available",
                    Status = "True",
                    LastTransitionTime = Time.From(context.Time.GetUtcNow()),
                    Reason = "Local",
                    Message = "Local APIServices are always available",
                },
            ],
        },
    };

    public override APIService PrepareForUpdate(APIService value, APIService old, WriteContext context) => value with { Status = old.Status };

    public override void Validate(APIService value, FieldErrorList errors) => ApiServiceRules.Validate(errors, value);

    private sealed class StatusDoor : UpdateStrategy<APIService>
    {
        public override APIService PrepareForUpdate(APIService value, APIService old, WriteContext context) => value with
        {
            Spec = old.Spec,
            Metadata = value.Metadata with
            {
                Labels = old.Metadata.Labels,
                Annotations = old.Metadata.Annotations,
                Finalizers = old.Metadata.Finalizers,
                OwnerReferences = old.Metadata.OwnerReferences,
            },
        };
    }
}
