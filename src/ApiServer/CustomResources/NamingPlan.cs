using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry.ApiExtensions;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>
/// Which of the names a definition asks for it gets: each belongs to one definition of the group. Upstream:
/// <c>pkg/controller/status/naming_controller.go</c>, <c>pkg/controller/establish</c>, <c>pkg/controller/apiapproval</c>.
/// </summary>
internal static class NamingPlan
{
    private const string Accepted = "NamesAccepted";
    private const string Established = "Established";

    /// <summary>The definition with the names it has and the conditions that say so.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="others">All other definitions of the group.</param>
    /// <param name="now">The time conditions change at.</param>
    public static CustomResourceDefinition For(
        CustomResourceDefinition definition, IReadOnlyList<CustomResourceDefinition> others, DateTimeOffset now)
    {
        if (ApiApprovalRules.Describe(definition) is var (status, reason, message))
            definition = definition.With("KubernetesAPIApprovalPolicyConformant", status, reason, message, now);
        if (definition.Spec.Names != definition.Status.AcceptedNames) definition = Name(definition, others, now);
        if (!definition.Is(Accepted) || definition.Is(Established)) return definition;
        return CaBundleRules.Check(definition.Spec.Conversion?.Webhook?.ClientConfig?.CaBundle ?? default) is not null
            ? definition.With(Established, "False", "InvalidCABundle", "The conversion webhook CABundle is invalid", now)
            : definition.With(Established, "True", "InitialNamesAccepted", "the initial names have been accepted", now);
    }

    private static CustomResourceDefinition Name(
        CustomResourceDefinition definition, IReadOnlyList<CustomResourceDefinition> others, DateTimeOffset now)
    {
        var resources = new HashSet<string>(StringComparer.Ordinal);
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var names in others.Select(static other => other.Status.AcceptedNames))
        {
            resources.UnionWith([names.Plural, names.Singular, .. names.ShortNames]);
            kinds.UnionWith([names.Kind, names.ListKind]);
        }

        var (wanted, had) = (definition.Spec.Names, definition.Status.AcceptedNames);
        var (reason, message) = ("NoConflicts", "no conflicts found");
        var got = had with { Categories = wanted.Categories };
        if (IsFree("PluralConflict", wanted.Plural, had.Plural, resources)) got = got with { Plural = wanted.Plural };
        if (IsFree("SingularConflict", wanted.Singular, had.Singular, resources)) got = got with { Singular = wanted.Singular };
        var taken = wanted.ShortNames.Where(name => !had.ShortNames.Contains(name) && resources.Contains(name)).ToListOf();
        if (taken.IsEmpty) got = got with { ShortNames = wanted.ShortNames };
        else (reason, message) = ("ShortNamesConflict", InUse(taken));
        if (IsFree("KindConflict", wanted.Kind, had.Kind, kinds)) got = got with { Kind = wanted.Kind };
        if (IsFree("ListKindConflict", wanted.ListKind, had.ListKind, kinds)) got = got with { ListKind = wanted.ListKind };

        if (got != had) definition = definition with { Status = definition.Status with { AcceptedNames = got } };
        var isAccepted = reason == "NoConflicts";
        definition = definition.With(Accepted, isAccepted ? "True" : "False", reason, message, now);
        if (isAccepted || definition.Find(Established) is not null) return definition;
        return definition.With(Established, "False", "NotAccepted", "not all names are accepted", now);

        bool IsFree(string conflict, string name, string old, HashSet<string> used)
        {
            if (name == old || !used.Contains(name)) return true;
            (reason, message) = (conflict, InUse([name]));
            return false;
        }
    }

    private static string InUse(ListOf<string> names)
    {
        var texts = names.Select(static name => $"{QuotedText.Of(name)} is already in use").ToArray();
        return texts.Length == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
    }
}
