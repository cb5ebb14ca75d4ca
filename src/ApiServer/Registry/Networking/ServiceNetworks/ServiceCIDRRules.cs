using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry.Core.Addresses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Networking.ServiceNetworks;

/// <summary>One network, or one of each family; a second may be added later. Upstream: <c>ValidateServiceCIDR</c> and its update.</summary>
internal static class ServiceCIDRRules
{
    private static readonly FieldPath s_cidrs = FieldPath.Of("spec").Child("cidrs");

    public static void Check(ServiceCIDRSpec spec, FieldErrorList errors)
    {
        var cidrs = spec.Cidrs;
        if (cidrs.IsEmpty)
        {
            errors.Add(FieldError.Required(s_cidrs, "at least one CIDR required"));
            return;
        }

        if (cidrs.Count > 2)
        {
            // Upstream shows its internal type.
            errors.Add(FieldError.Invalid(
                s_cidrs, FieldValue.Json($$"""{"CIDRs":{{FieldValue.JsonStrings(cidrs)}}}"""), "may only hold up to 2 values"));
            return;
        }

        for (var i = 0; i < cidrs.Count; i++) IpRules.IsValidCidr(errors, s_cidrs.Index(i), cidrs[i]);
        if (cidrs.Count == 2 && Cidr.TryParse(cidrs[0], out var first) && Cidr.TryParse(cidrs[1], out var second)
            && first.Address.AddressFamily == second.Address.AddressFamily)
            errors.Add(FieldError.Invalid(
                s_cidrs, FieldValue.JsonStrings(cidrs),
                "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64"));
    }

    public static void CheckChange(ServiceCIDRSpec spec, ServiceCIDRSpec old, FieldErrorList errors)
    {
        var (cidrs, had) = (spec.Cidrs, old.Cidrs);
        var isExtended = had.Count == 1 && cidrs.Count == 2;
        if (cidrs.Count != had.Count && !isExtended)
        {
            errors.Add(FieldError.Invalid(s_cidrs, FieldValue.JsonStrings(cidrs), ValidationMessages.Immutable));
            return;
        }

        for (var i = 0; i < had.Count; i++)
            if (cidrs[i] != had[i]) errors.Add(FieldError.Invalid(s_cidrs.Index(i), cidrs[i], ValidationMessages.Immutable));
        if (isExtended) Check(spec, errors);
    }
}
