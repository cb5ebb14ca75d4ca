using Kybernet.Api.Resource.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>One attribute: a value of one type. Upstream: <c>validateDeviceAttribute</c>.</summary>
internal static class DeviceAttributeRules
{
    private const int MaxValueBytes = 64;

    /// <summary>A single value counts as one, a list as its items.</summary>
    public static int CountValues(DeviceAttribute attribute) =>
        Math.Max(1, attribute.Bools.Count + attribute.Ints.Count + attribute.Strings.Count + attribute.Versions.Count);

    public static void Validate(FieldErrorList errors, FieldPath path, DeviceAttribute attribute)
    {
        if (attribute.String is { } text) LengthRules.MaxBytes(errors, path.Child("string"), text, MaxValueBytes);
        if (attribute.Version is { } version) ValidateVersion(errors, path.Child("version"), version);
        ReadOnlySpan<bool> set =
        [
            attribute.Bool is not null, attribute.Int is not null, attribute.String is not null, attribute.Version is not null,
            !attribute.Bools.IsAbsent, !attribute.Ints.IsAbsent, !attribute.Strings.IsAbsent, !attribute.Versions.IsAbsent,
        ];
        var count = set.Count(true);
        if (count != 1)
            errors.Add(FieldError.Invalid(
                path, count == 0 ? "" : ImmutableRules.Shown(attribute), "exactly one value must be specified"));
    }

    private static void ValidateVersion(FieldErrorList errors, FieldPath path, string version)
    {
        if (!SemanticVersion.IsValid(version))
            errors.Add(FieldError.Invalid(path, version, "must be a string compatible with semver.org spec 2.0.0"));
        LengthRules.MaxBytes(errors, path, version, MaxValueBytes);
    }
}
