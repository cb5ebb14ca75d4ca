using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>Judges a pod by one rule; null when it keeps it.</summary>
internal delegate Violation? PodCheck(ObjectMeta metadata, PodSpec spec);

/// <summary>A rule of a level, as it changed from version to version. Upstream: <c>policy.Check</c>.</summary>
/// <param name="Id">Sorts the rules in messages.</param>
/// <param name="Level">The level that has it; a stricter one has it too, unless it is overridden.</param>
/// <param name="Overrides">The baseline rule that it replaces; empty when none.</param>
/// <param name="Versions">From which minor version on which check holds, oldest first.</param>
internal sealed record SecurityCheck(string Id, SecurityLevel Level, string Overrides, params (int Minor, PodCheck Check)[] Versions)
{
    /// <summary>The check of a version; null before the rule was made.</summary>
    public PodCheck? At(int minor)
    {
        PodCheck? found = null;
        foreach (var version in Versions)
            if (version.Minor <= minor) found = version.Check;
        return found;
    }
}
