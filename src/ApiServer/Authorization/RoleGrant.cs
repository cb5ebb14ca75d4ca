using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Registry.Rbac;

namespace Kybernet.ApiServer.Authorization;

/// <summary>That a binding gives a subject a role.</summary>
/// <param name="Binding">The binding's name.</param>
/// <param name="Namespace">The binding's namespace; empty for a cluster role binding.</param>
/// <param name="Role">The role.</param>
/// <param name="Subject">Who gets it.</param>
/// <param name="Position">Where the binding stands among those of its kind: a binding may name a user twice.</param>
internal sealed record RoleGrant(string Binding, string Namespace, RoleRef Role, Subject Subject, int Position)
{
    /// <summary>Where the role is.</summary>
    public string RoleNamespace => Role.Kind == RbacNames.Role ? Namespace : "";

    /// <summary>Why what the role allows is allowed.</summary>
    public string Reason => field ??= "RBAC: allowed by " + Describe();

    /// <summary>As upstream says it (<c>clusterRoleBindingDescriber</c>, <c>roleBindingDescriber</c>): name before namespace.</summary>
    public string Describe() => Namespace.Length == 0
        ? $"ClusterRoleBinding \"{Binding}\" of {Role.Kind} \"{Role.Name}\" to {SubjectText}"
        : $"RoleBinding \"{Binding}/{Namespace}\" of {Role.Kind} \"{Role.Name}\" to {SubjectText}";

    private string SubjectText => Subject.Kind == RbacNames.ServiceAccount
        ? $"ServiceAccount \"{Subject.Name}/{(Subject.Namespace.Length > 0 ? Subject.Namespace : Namespace)}\""
        : $"{Subject.Kind} \"{Subject.Name}\"";
}
