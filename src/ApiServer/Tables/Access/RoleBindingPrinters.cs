using Kybernet.Api.Rbac.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Access;

/// <summary>Role bindings.</summary>
public sealed class RoleBindingPrinter() : TablePrinter<RoleBinding>(SubjectCells.Columns)
{
    protected override ListOf<JsonValue> Row(RoleBinding value, DateTimeOffset now) =>
        [value.Metadata.Name, SubjectCells.Role(value.RoleRef), Cell.Age(value.Metadata, now), .. SubjectCells.Of(value.Subjects).AsSpan()];
}

/// <summary>Cluster role bindings.</summary>
public sealed class ClusterRoleBindingPrinter() : TablePrinter<ClusterRoleBinding>(SubjectCells.Columns)
{
    protected override ListOf<JsonValue> Row(ClusterRoleBinding value, DateTimeOffset now) =>
        [value.Metadata.Name, SubjectCells.Role(value.RoleRef), Cell.Age(value.Metadata, now), .. SubjectCells.Of(value.Subjects).AsSpan()];
}

/// <summary>The subjects of a binding, by kind.</summary>
internal static class SubjectCells
{
    public static ListOf<TableColumn> Columns { get; } =
    [
        Column.Name,
        Column.Text("Role", "The role that is bound."),
        Column.Age,
        Column.Wide("Users", "The users who have the role."),
        Column.Wide("Groups", "The groups that have the role."),
        Column.Wide("ServiceAccounts", "The service accounts that have the role."),
    ];

    public static string Role(RoleRef role) => $"{role.Kind}/{role.Name}";

    public static ListOf<JsonValue> Of(ListOf<Subject> subjects) =>
    [
        Names(subjects, "User", subject => subject.Name), Names(subjects, "Group", subject => subject.Name),
        Names(subjects, "ServiceAccount", subject => $"{subject.Namespace}/{subject.Name}"),
    ];

    private static string Names(ListOf<Subject> subjects, string kind, Func<Subject, string> name) =>
        string.Join(", ", subjects.Where(subject => subject.Kind == kind).Select(name));
}
