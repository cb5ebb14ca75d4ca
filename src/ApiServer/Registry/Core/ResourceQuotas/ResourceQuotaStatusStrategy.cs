using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.ResourceQuotas;

/// <summary>What the quota controller and admission count.</summary>
internal sealed class ResourceQuotaStatusStrategy : UpdateStrategy<ResourceQuota>
{
    public override ResourceQuota PrepareForUpdate(ResourceQuota value, ResourceQuota old, WriteContext context) =>
        value with { Spec = old.Spec };

    public override void ValidateUpdate(ResourceQuota value, ResourceQuota old, FieldErrorList errors)
    {
        if (value.Metadata.ResourceVersion.Length == 0) errors.Add(FieldError.Required(FieldPath.Of("resourceVersion"), ""));
        ResourceQuotaRules.CheckStatus(value.Status, errors);
    }
}
