using Kybernet.Api.Core.V1;
using Kybernet.Api.Rbac.V1;
using Kybernet.Api.Resource.V1;
using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authorization.Nodes;

/// <summary>
/// Lets a node read what its pods need, and no more. Says nothing about anybody else. Upstream: <c>authorizer/node/node_authorizer.go</c>.
/// </summary>
/// <param name="graph">What each node needs.</param>
/// <param name="rules">What all nodes may do, of resources that are not divided among them.</param>
/// <param name="find">The caches, by group and resource.</param>
internal sealed class NodeAuthorizer(NodeGraph graph, ListOf<PolicyRule> rules, Func<string, string, ResourceCache> find) : IAuthorizer
{
    private const string LeaseNamespace = "kube-node-lease";
    private const string NodeNameSelector = "spec.nodeName";

    private readonly ResourceCache _pods = find("", "pods");
    private readonly ResourceCache _attachments = find("storage.k8s.io", "volumeattachments");
    private readonly ResourceCache _slices = find("resource.k8s.io", "resourceslices");

    public ValueTask<AuthorizationDecision> AuthorizeAsync(UserInfo user, RequestInfo request, CancellationToken cancel)
    {
        if (NodeIdentity.Of(user) is not { } node) return new(default(AuthorizationDecision) with { Reason = "" });
        return new(node.Length == 0 ? No($"unknown node for user \"{user.Name}\"") : Decide(node, request));
    }

    private AuthorizationDecision Decide(string node, RequestInfo request)
    {
        if (!request.IsResourceRequest) return ByRules(request);
        return (request.ApiGroup, request.Resource) switch
        {
            ("", "secrets") => Read(node, request, ReferenceKind.Secret),
            ("", "configmaps") => Read(node, request, ReferenceKind.ConfigMap),
            ("", "persistentvolumeclaims") => request.Subresource == "status" ? ClaimStatus(node, request) : Get(node, request, ReferenceKind.VolumeClaim),
            ("", "persistentvolumes") => Get(node, request, _ => graph.IsVolumeNeeded(request.Name, node)),
            ("resource.k8s.io", "resourceclaims") => Get(node, request, ReferenceKind.ResourceClaim),
            ("storage.k8s.io", "volumeattachments") => Get(node, request, _ => IsAttachedTo(request.Name, node)),
            ("", "serviceaccounts") => ServiceAccounts(node, request),
            ("coordination.k8s.io", "leases") => Leases(node, request),
            ("storage.k8s.io", "csinodes") => CsiNodes(node, request),
            ("resource.k8s.io", "resourceslices") => Slices(node, request),
            ("", "nodes") => Nodes(node, request),
            ("", "pods") => Pods(node, request),
            ("certificates.k8s.io", "podcertificaterequests") => No(""),
            _ => ByRules(request),
        };
    }

    private static AuthorizationDecision Yes => new(true, "");

    private static AuthorizationDecision No(string reason) => new(false, reason);

    private static AuthorizationDecision Unrelated(string node) => No($"no relationship found between node '{node}' and this object");

    private AuthorizationDecision ByRules(RequestInfo request)
    {
        foreach (var rule in rules)
            if (PolicyRules.Allows(rule, request)) return Yes;
        return No("");
    }

    private AuthorizationDecision Read(string node, RequestInfo request, ReferenceKind kind)
    {
        if (request.Verb is not ("get" or "list" or "watch")) return No("can only read resources of this type");
        if (request.Subresource.Length > 0) return No("cannot read subresource");
        if (request.Namespace.Length == 0) return No("can only read namespaced object of this type");
        return Needed(node, request, kind);
    }

    private AuthorizationDecision Get(string node, RequestInfo request, ReferenceKind kind) =>
        Get(node, request, it => graph.IsNeeded(new(kind, it.Namespace, it.Name), node));

    private static AuthorizationDecision Get(string node, RequestInfo request, Func<RequestInfo, bool> isRelated)
    {
        if (request.Verb != "get") return No("can only get individual resources of this type");
        if (request.Subresource.Length > 0) return No("cannot get subresource");
        return Related(node, request, isRelated);
    }

    private AuthorizationDecision ClaimStatus(string node, RequestInfo request) =>
        request.Verb is "update" or "patch" ? Needed(node, request, ReferenceKind.VolumeClaim) : No("can only get/update/patch this type");

    private AuthorizationDecision Needed(string node, RequestInfo request, ReferenceKind kind) =>
        Related(node, request, it => graph.IsNeeded(new(kind, it.Namespace, it.Name), node));

    private static AuthorizationDecision Related(string node, RequestInfo request, Func<RequestInfo, bool> isRelated)
    {
        if (request.Name.Length == 0) return No("No Object name found");
        return isRelated(request) ? Yes : Unrelated(node);
    }

    private AuthorizationDecision ServiceAccounts(string node, RequestInfo request)
    {
        if (request is { Verb: "get", Subresource: "" }) return Read(node, request, ReferenceKind.ServiceAccount);
        if (request.Verb != "create" || request.Name.Length == 0) return No("can only create tokens for individual service accounts");
        if (request.Subresource != "token") return No("can only create token subresource of serviceaccount");
        return graph.IsNeeded(new(ReferenceKind.ServiceAccount, request.Namespace, request.Name), node) ? Yes : Unrelated(node);
    }

    private static AuthorizationDecision Leases(string node, RequestInfo request)
    {
        if (!IsOwnVerb(request.Verb)) return No("can only get, create, update, patch, or delete a node lease");
        if (request.Namespace != LeaseNamespace) return No($"can only access leases in the \"{LeaseNamespace}\" system namespace");
        // The name of what is created is not known here: NodeRestriction looks at it.
        return request.Verb == "create" || request.Name == node
            ? Yes
            : No("can only access node lease with the same name as the requesting node");
    }

    private static AuthorizationDecision CsiNodes(string node, RequestInfo request)
    {
        if (!IsOwnVerb(request.Verb)) return No("can only get, create, update, patch, or delete a CSINode");
        if (request.Subresource.Length > 0) return No("cannot authorize CSINode subresources");
        return request.Verb == "create" || request.Name == node
            ? Yes
            : No("can only access CSINode with the same name as the requesting node");
    }

    private AuthorizationDecision Slices(string node, RequestInfo request)
    {
        if (request.Subresource.Length > 0) return No("cannot authorize ResourceSlice subresources");
        return request.Verb switch
        {
            "create" => Yes,
            "get" or "update" or "patch" or "delete" => Related(
                node, request, it => _slices.Snapshot.Objects.Find(it.Name)?.Value is ResourceSlice slice && slice.Spec.NodeName == node),
            "watch" or "list" or "deletecollection" => Selects(request, node)
                ? Yes
                : No("can only list/watch/deletecollection resourceslices with nodeName field selector"),
            _ => No("only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection"),
        };
    }

    private static AuthorizationDecision Nodes(string node, RequestInfo request) => (request.Subresource, request.Verb) switch
    {
        ("", "create" or "update" or "patch") or ("status", "update" or "patch") => Yes,
        ("", "get" or "list" or "watch") => request.Name == node ? Yes
            : request.Name.Length == 0 ? No($"node '{node}' cannot read all nodes, only its own Node object")
            : No($"node '{node}' cannot read '{request.Name}', only its own Node object"),
        _ => No(""),
    };

    private AuthorizationDecision Pods(string node, RequestInfo request) => (request.Subresource, request.Verb) switch
    {
        ("", "get") => Related(node, request, it => RunsOn(it, node)),
        ("", "list" or "watch") => Selects(request, node) ? Yes
            : request.Name.Length > 0 ? Related(node, request, it => RunsOn(it, node))
            : No("can only list/watch pods with spec.nodeName field selector"),
        ("", "create" or "delete") or ("status", "update" or "patch") or ("eviction", "create") => Yes,
        _ => No(""),
    };

    private bool RunsOn(RequestInfo request, string node) =>
        _pods.Snapshot.Objects.Find($"{request.Namespace}/{request.Name}")?.Value is Pod pod && pod.Spec.NodeName == node;

    private bool IsAttachedTo(string name, string node) =>
        _attachments.Snapshot.Objects.Find(name)?.Value is VolumeAttachment attachment && attachment.Spec.NodeName == node;

    private static bool IsOwnVerb(string verb) => verb is "get" or "create" or "update" or "patch" or "delete";

    /// <summary>The request is limited to what is the node's.</summary>
    private static bool Selects(RequestInfo request, string node)
    {
        foreach (var term in request.FieldSelector.Split(','))
        {
            var equals = term.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && term.AsSpan(0, equals).SequenceEqual(NodeNameSelector) && term.AsSpan(equals + 1).TrimStart('=').SequenceEqual(node)) return true;
        }

        return false;
    }
}
