namespace Kybernet.Controllers.Runtime;

/// <summary>Writes into a namespace that is being deleted: nothing to try again.</summary>
public static class TerminatingNamespace
{
    /// <summary>The cause in the server's refusal. Upstream: <c>v1.NamespaceTerminatingCause</c>.</summary>
    public const string Cause = "NamespaceTerminating";
}
