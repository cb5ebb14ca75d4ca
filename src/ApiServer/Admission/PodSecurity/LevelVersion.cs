using System.Globalization;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>A level as it was in a version of Kubernetes. Upstream: <c>pod-security-admission/api/helpers.go</c>.</summary>
/// <param name="Level">The level.</param>
/// <param name="Minor">The <c>x</c> of <c>v1.x</c>; <see cref="Latest"/> for the newest.</param>
public readonly record struct LevelVersion(SecurityLevel Level, int Minor)
{
    public const int Latest = int.MaxValue;

    public const string BadLevel = "must be one of privileged, baseline, restricted";
    public const string BadVersion = "must be \"latest\" or \"v1.x\"";

    public static LevelVersion Privileged { get; } = new(SecurityLevel.Privileged, Latest);

    /// <summary>What is not understood is read as the strictest level.</summary>
    public static bool TryParseLevel(string text, out SecurityLevel level)
    {
        (var known, level) = text switch
        {
            "privileged" => (true, SecurityLevel.Privileged),
            "baseline" => (true, SecurityLevel.Baseline),
            "restricted" => (true, SecurityLevel.Restricted),
            _ => (false, SecurityLevel.Restricted),
        };
        return known;
    }

    /// <summary>What is not understood is read as the newest version.</summary>
    public static bool TryParseVersion(string text, out int minor)
    {
        minor = Latest;
        if (text == "latest") return true;
        if (!text.StartsWith("v1.", StringComparison.Ordinal)) return false;
        var digits = text.AsSpan(3);
        if (digits.IsEmpty || (digits.Length > 1 && digits[0] == '0')) return false;
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out minor)) return true;
        minor = Latest;
        return false;
    }

    public override string ToString() => (Level, Minor) switch
    {
        (SecurityLevel.Privileged, Latest) => "privileged:latest",
        (SecurityLevel.Baseline, Latest) => "baseline:latest",
        (SecurityLevel.Restricted, Latest) => "restricted:latest",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Level.ToString().ToLowerInvariant()}:v1.{Minor}"),
    };
}
