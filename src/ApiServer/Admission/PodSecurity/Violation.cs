namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>A rule a pod breaks.</summary>
/// <param name="Reason">Short: <c>host namespaces</c>.</param>
/// <param name="Detail">Who breaks it, how: <c>hostNetwork=true</c>.</param>
internal sealed record Violation(string Reason, string Detail)
{
    /// <summary><c>host namespaces (hostNetwork=true), privileged (…)</c>.</summary>
    public static string Details(IEnumerable<Violation> violations) => string.Join(
        ", ", violations.Select(static one => one.Detail.Length == 0 ? one.Reason : $"{one.Reason} ({one.Detail})"));

    public static string Reasons(IEnumerable<Violation> violations) => string.Join(", ", violations.Select(static one => one.Reason));
}
