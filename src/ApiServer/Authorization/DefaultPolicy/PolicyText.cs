using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Registry.Rbac;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Authorization.DefaultPolicy;

/// <summary>Reads the <c>.policy</c> files of this folder: a line a rule or a subject, under the role or binding it belongs to.</summary>
internal static class PolicyText
{
    private static readonly MapOf<string> s_labels = MapOf.Of(("kubernetes.io/bootstrapping", "rbac-defaults"));
    private static readonly MapOf<string> s_annotations = MapOf.Of((DefaultPolicies.AutoUpdate, "true"));

    /// <exception cref="FormatException">A line is none the format has; the files are part of the program, so this is a bug.</exception>
    public static IEnumerable<IObject> Read(TextReader text)
    {
        IObject? value = null;
        while (text.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line[0] == ' ')
            {
                value = With(value!, words) ?? throw new FormatException($"no line of a policy: {line}");
                continue;
            }

            if (value is not null) yield return value;
            value = Head(words) ?? throw new FormatException($"no line of a policy: {line}");
        }

        if (value is not null) yield return value;
    }

    private static IObject? Head(string[] words)
    {
        var slash = words[1].IndexOf('/', StringComparison.Ordinal);
        var metadata = new ObjectMeta
        {
            Name = words[1][(slash + 1)..],
            Namespace = slash < 0 ? "" : words[1][..slash],
            Labels = s_labels,
            Annotations = s_annotations,
        };
        return words switch
        {
            ["role", _] => slash < 0 ? new ClusterRole { Metadata = metadata } : new Role { Metadata = metadata },
            ["bind", _, "to", var kind, var name] => slash < 0
                ? new ClusterRoleBinding { Metadata = metadata, RoleRef = new() { ApiGroup = RbacNames.Group, Kind = kind, Name = name } }
                : new RoleBinding { Metadata = metadata, RoleRef = new() { ApiGroup = RbacNames.Group, Kind = kind, Name = name } },
            _ => null,
        };
    }

    private static IObject? With(IObject value, string[] words) => (value, words) switch
    {
        (ClusterRole role, ["label", var label]) => role with { Metadata = role.Metadata with { Labels = SetLabel(role.Metadata.Labels, label) } },
        (ClusterRole role, ["aggregates", var label]) => role with { AggregationRule = Aggregating(role.AggregationRule, label) },
        (ClusterRole role, _) => Rule(words) is { } rule ? role with { Rules = role.Rules.Add(rule) } : null,
        (Role role, _) => Rule(words) is { } rule ? role with { Rules = role.Rules.Add(rule) } : null,
        (ClusterRoleBinding binding, [var kind, var name]) => binding with { Subjects = binding.Subjects.Add(Subject(kind, name)) },
        (RoleBinding binding, [var kind, var name]) => binding with { Subjects = binding.Subjects.Add(Subject(kind, name)) },
        _ => null,
    };

    private static PolicyRule? Rule(string[] words) => words switch
    {
        [var verbs, "at", var paths] => new() { Verbs = List(verbs), NonResourceURLs = List(paths) },
        [var verbs, "on", var resources, "of", var groups] => new() { Verbs = List(verbs), Resources = List(resources), ApiGroups = Groups(groups) },
        [var verbs, "on", var resources, "of", var groups, "named", var names] =>
            new() { Verbs = List(verbs), Resources = List(resources), ApiGroups = Groups(groups), ResourceNames = List(names) },
        _ => null,
    };

    private static Subject Subject(string kind, string name) => kind switch
    {
        "user" => new() { Kind = RbacNames.User, ApiGroup = RbacNames.Group, Name = name },
        "group" => new() { Kind = RbacNames.GroupKind, ApiGroup = RbacNames.Group, Name = name },
        _ when name.Split('/') is [var space, var account] => new() { Kind = RbacNames.ServiceAccount, Namespace = space, Name = account },
        _ => throw new FormatException($"no subject of a policy: {kind} {name}"),
    };

    private static MapOf<string> SetLabel(MapOf<string> labels, string label)
    {
        var (key, value) = Pair(label);
        return labels.SetItem(key, value);
    }

    private static AggregationRule Aggregating(AggregationRule? rule, string label) => new()
    {
        ClusterRoleSelectors = (rule?.ClusterRoleSelectors ?? default).Add(new() { MatchLabels = MapOf.Of(Pair(label)) }),
    };

    private static (string Key, string Value) Pair(string label)
    {
        var equals = label.IndexOf('=', StringComparison.Ordinal);
        return (label[..equals], label[(equals + 1)..]);
    }

    private static ListOf<string> List(string words) => ListOf<string>.Adopt(words.Split(','));

    /// <summary>The core group has no name of its own.</summary>
    private static ListOf<string> Groups(string words) => words.Split(',').Select(static group => group == "core" ? "" : group).ToListOf();
}
