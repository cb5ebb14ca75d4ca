using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>The objects a policy is asked with, one after the other. Upstream: <c>policy/generic</c>, <c>CollectParams</c>.</summary>
internal sealed class PolicyParameters(ClusterView cluster)
{
    /// <summary>What is wrong with the kind of a policy's parameters; empty when nothing is.</summary>
    public string Problem(AdmissionPolicy policy) => policy.Parameters is { } kind && ResourceOf(kind) is null
        ? $"failed to find resource referenced by paramKind: '{kind.ApiVersion}, Kind={kind.Kind}'"
        : "";

    /// <summary>One null where there are no parameters; none at all where the binding is then not in force. Null with what is wrong.</summary>
    public async ValueTask<(IReadOnlyList<IObject?>? Found, string Problem)> FindAsync(
        AdmissionPolicy policy, PolicyBinding binding, string @namespace, CancellationToken cancel)
    {
        if (policy.Parameters is not { } kind || binding.Parameters is not { } reference) return ([null], "");
        if (ResourceOf(kind) is not { } resource) return (null, $"paramKind kind `{kind.ApiVersion}, Kind={kind.Kind}` not known");
        var space = "";
        if (resource.Info.IsNamespaced)
        {
            space = reference.Namespace.Length > 0 ? reference.Namespace : @namespace;
            if (space.Length == 0) return (null, "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
        }
        else if (reference.Namespace.Length > 0)
        {
            return (null, "paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
        }

        var (found, problem) = await ReadAsync(resource, reference, space, cancel);
        if (found is null) return (null, problem);
        return found.Count == 0 && reference.ParameterNotFoundAction == ParameterNotFoundActionType.Deny
            ? (null, "no params found for policy binding with `Deny` parameterNotFoundAction")
            : (found, "");
    }

    private static async ValueTask<(IReadOnlyList<IObject>? Found, string Problem)> ReadAsync(
        Resource resource, ParamRef reference, string space, CancellationToken cancel)
    {
        if (reference.Name.Length > 0)
        {
            var read = await ObjectReader.ReadCachedAsync(resource, resource.KeyOf(space, reference.Name), cancel);
            if (!read.TryGet(out var stored, out var error)) return (null, error.Message);
            return (stored is null ? [] : [stored.Value], "");
        }

        if (reference.Selector is null) return (null, "one of name or selector must be provided");
        if (!reference.Selector.TryToSelector(out var selector, out var wrong)) return (null, wrong);
        var all = resource.Cache.Snapshot.Objects.Under(space.Length == 0 ? "" : space + "/");
        return ([.. all.Select(static item => item.Value).Where(value => selector.Matches(value.Metadata.Labels))], "");
    }

    private Resource? ResourceOf(ParamKind kind)
    {
        var gvk = GroupVersionKind.FromApiVersionAndKind(kind.ApiVersion, kind.Kind);
        return cluster.ResourceOf(gvk) is { } info ? cluster.Find(info.Resource) : null;
    }
}
