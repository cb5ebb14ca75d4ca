using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Resources;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.ResourceQuotas;

/// <summary>ResourceQuotas. Upstream: <c>pkg/registry/core/resourcequota/strategy.go</c>.</summary>
public sealed class ResourceQuotaStrategy : Strategy<ResourceQuota>
{
    public override UpdateStrategy<ResourceQuota> Status { get; } = new ResourceQuotaStatusStrategy();

    public override ResourceQuota Default(ResourceQuota value)
    {
        var (hard, status) = (ResourceLists.RoundedUp(value.Spec.Hard), value.Status);
        var (statusHard, used) = (ResourceLists.RoundedUp(status.Hard), ResourceLists.RoundedUp(status.Used));
        if (!ResourceLists.IsSame(hard, value.Spec.Hard)) value = value with { Spec = value.Spec with { Hard = hard } };
        return ResourceLists.IsSame(statusHard, status.Hard) && ResourceLists.IsSame(used, status.Used)
            ? value
            : value with { Status = status with { Hard = statusHard, Used = used } };
    }

    public override ResourceQuota PrepareForCreate(ResourceQuota value, WriteContext context) =>
        value with { Status = ResourceQuotaStatus.Empty };

    public override ResourceQuota PrepareForUpdate(ResourceQuota value, ResourceQuota old, WriteContext context) =>
        value with { Status = old.Status };

    public override void Validate(ResourceQuota value, FieldErrorList errors)
    {
        ResourceQuotaRules.CheckSpec(value.Spec, errors);
        ResourceQuotaRules.CheckStatus(value.Status, errors);
    }

    /// <summary>The scopes stay, in whatever order.</summary>
    public override void ValidateUpdate(ResourceQuota value, ResourceQuota old, FieldErrorList errors)
    {
        ResourceQuotaRules.CheckSpec(value.Spec, errors);
        if (!value.Spec.Scopes.ToHashSet().SetEquals(old.Spec.Scopes))
            errors.Add(FieldError.Invalid(
                ResourceQuotaRules.Scopes, FieldValue.JsonStrings(value.Spec.Scopes), ValidationMessages.Immutable));
    }

    public override void WarnOnCreate(ResourceQuota value, ICollection<string> warnings)
    {
        foreach (var name in (string[])["cpu", "memory", "storage", "ephemeral-storage"])
        {
            var request = "requests." + name;
            if (!value.Spec.Hard.ContainsKey(request) && name is "cpu" or "memory") request = name;
            if (value.Spec.Hard.TryGetValue(request, out var asked)
                && value.Spec.Hard.TryGetValue("limits." + name, out var limit) && asked > limit)
                warnings.Add($"ResourceQuota {request} ({asked}) should be less than limits.{name} ({limit})");
        }
    }
}
