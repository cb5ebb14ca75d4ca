using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>What a namespace asks of its pods: what is refused, what is written to the audit log, what is warned of.</summary>
public sealed record SecurityPolicy(LevelVersion Enforce, LevelVersion Audit, LevelVersion Warn)
{
    private const string Prefix = "pod-security.kubernetes.io/";

    public static SecurityPolicy Privileged { get; } = new(LevelVersion.Privileged, LevelVersion.Privileged, LevelVersion.Privileged);

    public bool IsPrivileged => Enforce.Level == SecurityLevel.Privileged && Audit.Level == SecurityLevel.Privileged && Warn.Level == SecurityLevel.Privileged;

    /// <summary>
    /// The policy of a namespace's labels; what they leave open is as in the defaults. What cannot be read is enforced strictly, and neither
    /// audited nor warned of. Upstream: <c>PolicyToEvaluate</c>.
    /// </summary>
    public static SecurityPolicy Of(MapOf<string> labels, SecurityPolicy defaults, FieldErrorList? errors = null)
    {
        if (!HasAny(labels)) return defaults;
        var (enforce, hasEnforce) = Read(labels, "enforce", defaults.Enforce, SecurityLevel.Restricted, errors);
        var (audit, _) = Read(labels, "audit", defaults.Audit, SecurityLevel.Privileged, errors);
        var (warn, _) = Read(labels, "warn", defaults.Warn, SecurityLevel.Privileged, errors);
        // What is enforced is warned of as well, which tells the makers of pod templates.
        if (!labels.ContainsKey(Prefix + "warn") && hasEnforce && enforce.Level > warn.Level)
            warn = new(enforce.Level, labels.ContainsKey(Prefix + "warn-version") ? warn.Minor : enforce.Minor);
        return new(enforce, audit, warn);
    }

    private static bool HasAny(MapOf<string> labels)
    {
        foreach (var (label, _) in labels)
            if (label.StartsWith(Prefix, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>The modes the labels set, without privileged ones: <c>enforce=baseline:latest, warn=restricted:v1.30</c>.</summary>
    public string Describe(MapOf<string> labels)
    {
        (string Mode, LevelVersion Asked)[] modes = [("enforce", Enforce), ("audit", Audit), ("warn", Warn)];
        return string.Join(", ", modes
            .Where(mode => mode.Asked.Level != SecurityLevel.Privileged
                && (labels.ContainsKey(Prefix + mode.Mode) || labels.ContainsKey($"{Prefix}{mode.Mode}-version")))
            .Select(static mode => $"{mode.Mode}={mode.Asked}"));
    }

    private static (LevelVersion Asked, bool HasLevel) Read(
        MapOf<string> labels, string mode, LevelVersion asked, SecurityLevel fallback, FieldErrorList? errors)
    {
        var path = FieldPath.Of("metadata").Child("labels");
        var hasLevel = false;
        if (labels.TryGetValue(Prefix + mode, out var level))
        {
            hasLevel = LevelVersion.TryParseLevel(level, out var read);
            asked = asked with { Level = hasLevel ? read : fallback };
            if (!hasLevel) errors?.Add(FieldError.Invalid(path.Key(Prefix + mode), level, LevelVersion.BadLevel));
        }

        var key = $"{Prefix}{mode}-version";
        if (labels.TryGetValue(key, out var version))
        {
            if (!LevelVersion.TryParseVersion(version, out var minor)) errors?.Add(FieldError.Invalid(path.Key(key), version, LevelVersion.BadVersion));
            asked = asked with { Minor = minor };
        }

        return (asked, hasLevel);
    }
}
