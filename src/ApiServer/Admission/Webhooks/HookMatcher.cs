using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Webhooks;

/// <summary>Which webhooks a request is shown to. Upstream: <c>webhook/generic</c>, <c>ShouldCallHook</c>.</summary>
internal sealed class HookMatcher(ClusterView cluster)
{
    /// <summary>The configurations themselves are never shown: a webhook could otherwise keep itself from being taken away.</summary>
    public static bool IsShown(ResourceInfo resource) => resource.Resource.Group != "admissionregistration.k8s.io";

    /// <summary>Null when the webhook is not to be asked.</summary>
    /// <param name="hook">The webhook.</param>
    /// <param name="attributes">The request.</param>
    /// <param name="value">The object; null for deletions and connections.</param>
    /// <param name="old">The object before; null for creations and connections.</param>
    /// <param name="options">Of a connection.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Outcome<HookTarget?>> MatchAsync(
        AdmissionHook hook, AdmissionAttributes attributes, IObject? value, IObject? old, IKind? options, CancellationToken cancel)
    {
        if (hook.ObjectSelector is { IsEmpty: false } selector && !HasLabels(value, selector) && !HasLabels(old, selector)) return (HookTarget?)null;
        if (FindTarget(hook, attributes) is not { } target) return (HookTarget?)null;
        // Faults of a webhook are no business of requests that are not for it: they come after its rules.
        if (hook.NamespaceSelector is null || hook.ObjectSelector is null)
            return ApiError.InternalError($"the selectors of webhook \"{hook.Name}\" are not valid");
        var matches = await IsInNamespaceAsync(cluster, hook.NamespaceSelector, attributes, value, old, cancel);
        if (!matches.TryGet(out var isIn, out var error)) return error;
        if (!isIn) return (HookTarget?)null;
        if (hook.Conditions.IsEmpty) return target;
        var unmet = await hook.Conditions.EvaluateAsync(
            new(cluster.Authorizer), target, attributes, options ?? target.ToShown(value), target.ToShown(old), cancel);
        if (unmet is null) return target;
        // A condition that cannot be evaluated counts as the webhook's failure.
        return unmet.Length == 0 || hook.FailsOpen ? (HookTarget?)null : attributes.Forbidden(unmet);
    }

    /// <summary>Of namespaces, their own name; as in paths of requests, a new one has none yet.</summary>
    public static string NamespaceOf(AdmissionAttributes attributes) =>
        attributes.Resource.GroupResource != Resources.Namespaces ? attributes.Namespace
        : attributes.Operation == AdmissionOperation.Create && attributes.Subresource.Length == 0 ? ""
        : attributes.Name;

    public static string OperationOf(AdmissionAttributes attributes) => attributes.Operation switch
    {
        AdmissionOperation.Create => "CREATE",
        AdmissionOperation.Update => "UPDATE",
        AdmissionOperation.Delete => "DELETE",
        _ => "CONNECT",
    };

    /// <summary>The other versions of the resource of a request.</summary>
    public static GroupVersionResource[] EquivalentsOf(ClusterView cluster, AdmissionAttributes attributes) =>
    [
        .. cluster.AllResources.Select(static other => other.Info)
            .Where(other => other.StoragePath == attributes.Resource.StoragePath && other.Resource != attributes.Resource.Resource)
            .Select(static other => other.Resource),
    ];

    private HookTarget? FindTarget(AdmissionHook hook, AdmissionAttributes attributes)
    {
        var (operation, space) = (OperationOf(attributes), NamespaceOf(attributes));
        var requested = attributes.Resource.Resource;
        foreach (var rule in hook.Rules)
            if (RuleMatch.Matches(rule, operation, requested, attributes.Subresource, space)) return Target(requested);
        if (!hook.WantsEquivalents) return null;
        var others = EquivalentsOf(cluster, attributes);
        foreach (var rule in hook.Rules)
            foreach (var other in others)
                if (RuleMatch.Matches(rule, operation, other, attributes.Subresource, space)) return Target(other);
        return null;

        HookTarget? Target(GroupVersionResource shown) =>
            cluster.Find(requested) is { } from && cluster.Find(shown) is { } to ? new(hook, from, to) : null;
    }

    /// <summary>Whether a selector of namespaces is for what is written: of a namespace, its own labels count.</summary>
    public static async ValueTask<Outcome<bool>> IsInNamespaceAsync(
        ClusterView cluster, Selector selector, AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        var isNamespace = attributes.Resource.GroupResource == Resources.Namespaces;
        if (selector.IsEmpty || (!isNamespace && attributes.Namespace.Length == 0)) return true;
        if (isNamespace && attributes.Subresource.Length == 0) return selector.Matches((value ?? old)?.Metadata.Labels ?? MapOf<string>.Empty);
        var name = NamespaceOf(attributes);
        var read = await ObjectReader.ReadCachedAsync(cluster.Resource(Resources.Namespaces), name, cancel);
        if (!read.TryGet(out var space, out var error)) return error;
        return space is null ? ApiError.NotFound(Resources.Namespaces, name) : selector.Matches(space.Value.Metadata.Labels);
    }

    public static bool HasLabels(IObject? value, Selector selector) => value is not null && selector.Matches(value.Metadata.Labels);
}
