using Kybernet.Api.Resource.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>What a claim asks for. Upstream: <c>validateDeviceClaim</c>. That selectors in CEL compile is checked elsewhere.</summary>
internal static class DeviceClaimRules
{
    public static void Validate(FieldErrorList errors, FieldPath path, DeviceClaim claim)
    {
        var names = new RequestNames(claim);
        for (var i = 0; i < claim.Requests.Count; i++)
        {
            Validate(errors, path.Child("requests").Index(i), claim.Requests[i]);
            if (claim.Requests.Take(i).Any(other => other.Name == claim.Requests[i].Name))
                errors.Add(FieldError.Duplicate(path.Child("requests").Index(i), claim.Requests[i].Name));
        }

        for (var i = 0; i < claim.Constraints.Count; i++)
            Validate(errors, path.Child("constraints").Index(i), claim.Constraints[i], names);
        for (var i = 0; i < claim.Config.Count; i++)
        {
            var at = path.Child("config").Index(i);
            names.Validate(errors, at.Child("requests"), claim.Config[i].Requests);
            if (claim.Config[i].Opaque is { } opaque)
                OpaqueRules.Validate(errors, at.Child("opaque").Child("parameters"), opaque.Parameters, isStored: false);
        }
    }

    private static void Validate(FieldErrorList errors, FieldPath path, DeviceRequest request)
    {
        const string Detail = "exactly one of `exactly` or `firstAvailable` is required";
        var alternatives = request.FirstAvailable;
        if (request.Exactly is null && alternatives.IsEmpty) errors.Add(FieldError.Required(path, Detail));
        else if (request.Exactly is not null && !alternatives.IsEmpty)
            errors.Add(FieldError.Invalid(path, FieldValue.Null, Detail + ", but multiple fields are set"));
        else if (request.Exactly is { } exactly)
        {
            Mode(errors, path.Child("exactly"), exactly.AllocationMode, exactly.Count);
            DeviceTaintRules.Tolerations(errors, path.Child("exactly").Child("tolerations"), exactly.Tolerations);
        }
        else
            for (var i = 0; i < alternatives.Count; i++)
            {
                var at = path.Child("firstAvailable").Index(i);
                Mode(errors, at, alternatives[i].AllocationMode, alternatives[i].Count);
                DeviceTaintRules.Tolerations(errors, at.Child("tolerations"), alternatives[i].Tolerations);
                if (alternatives.Take(i).Any(other => other.Name == alternatives[i].Name))
                    errors.Add(FieldError.Duplicate(at, alternatives[i].Name));
            }
    }

    private static void Mode(FieldErrorList errors, FieldPath path, string mode, long count)
    {
        if (mode == DeviceAllocationMode.All && count != 0)
            errors.Add(FieldError.Invalid(
                path.Child("count"), count, $"must not be specified when allocationMode is '{DeviceAllocationMode.All}'"));
        if (mode == DeviceAllocationMode.ExactCount && count <= 0)
            errors.Add(FieldError.Invalid(path.Child("count"), count, "must be greater than zero"));
    }

    private static void Validate(FieldErrorList errors, FieldPath path, DeviceConstraint constraint, RequestNames names)
    {
        names.Validate(errors, path.Child("requests"), constraint.Requests);
        if (constraint.MatchAttribute is { } match) DeviceNames.FullyQualified(errors, path.Child("matchAttribute"), match);
        else if (constraint.DistinctAttribute is { } distinct)
            DeviceNames.FullyQualified(errors, path.Child("distinctAttribute"), distinct);
        else
            errors.Add(FieldError.Required(
                path, "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple fields are set"));
    }
}
