using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Seccomp and AppArmor profiles, as fields.</summary>
internal static class SecurityProfileRules
{
    private static readonly string[] s_types = ["Localhost", "RuntimeDefault", "Unconfined"];

    public static void Seccomp(FieldErrorList errors, FieldPath path, SeccompProfile? profile)
    {
        if (profile is null) return;
        Type(errors, path.Child("type"), profile.Type, "type is required when seccompProfile is set");
        var at = path.Child("localhostProfile");
        if (profile.Type != SeccompProfileType.Localhost)
        {
            if (profile.LocalhostProfile is not null)
                errors.Reject(at, ImmutableRules.Shown(profile), "can only be set when seccomp type is Localhost");
        }
        else if (profile.LocalhostProfile is not { } file) errors.Demand(at, "must be set when seccomp type is Localhost");
        else PathRules.LocalDescending(errors, at, file);
    }

    public static void AppArmor(FieldErrorList errors, FieldPath path, AppArmorProfile? profile)
    {
        if (profile is null) return;
        Type(errors, path.Child("type"), profile.Type, "type is required when appArmorProfile is set");
        var at = path.Child("localhostProfile");
        switch (profile.Type)
        {
            case AppArmorProfileType.Localhost:
                AppArmorName(errors, at, profile.LocalhostProfile);
                break;
            case AppArmorProfileType.RuntimeDefault or AppArmorProfileType.Unconfined when profile.LocalhostProfile is { } name:
                errors.Reject(at, name, "can only be set when AppArmor type is Localhost");
                break;
        }
    }

    private static void AppArmorName(FieldErrorList errors, FieldPath path, string? name)
    {
        const int MaxLength = 4095;
        if (name is null || name.Length == 0) errors.Demand(path, "must be set when AppArmor type is Localhost");
        else if (name.Trim() != name) errors.Reject(path, name, "must not be padded with whitespace");
        LengthRules.MaxBytes(errors, path, name, MaxLength);
    }

    private static void Type(FieldErrorList errors, FieldPath path, string type, string required)
    {
        if (type.Length == 0) errors.Demand(path, required);
        else if (!s_types.AsSpan().Contains(type)) errors.Unsupported(path, type, s_types);
    }
}
