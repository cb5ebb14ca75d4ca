using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Discovery;

/// <summary>
/// The resources that a CustomResourceDefinition makes. Upstream:
/// <c>apiextensions-apiserver/pkg/apiserver/customresource_discovery_controller.go</c>.
/// </summary>
public static class DefinedResources
{
    private static readonly ListOf<string> s_verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

    /// <summary>While the definition is deleted, nothing new may be made.</summary>
    private static readonly ListOf<string> s_terminatingVerbs = ["delete", "deletecollection", "get", "list", "watch"];

    private static readonly ListOf<string> s_subresourceVerbs = ["get", "patch", "update"];

    /// <summary>
    /// One resource for each served version, under the names that were accepted; none before the definition is established.
    /// </summary>
    public static IEnumerable<ServedResource> Of(CustomResourceDefinition definition)
    {
        if (!Is(definition, "Established")) return [];
        // As upstream, the hash is told only when the version that is stored is served as well.
        var stored = definition.Spec.Versions.FirstOrDefault(version => version is { Storage: true, Served: true });
        var hash = stored is null ? "" : StorageVersionHash.Of(new(definition.Spec.Group, stored.Name, definition.Spec.Names.Kind));
        return definition.Spec.Versions.Where(version => version.Served).Select(version => Describe(definition, version, hash));
    }

    private static ServedResource Describe(CustomResourceDefinition definition, CustomResourceDefinitionVersion version, string hash)
    {
        var names = definition.Status.AcceptedNames;
        var gvk = new GroupVersionKind(definition.Spec.Group, version.Name, names.Kind);
        return new()
        {
            GroupVersion = gvk.GroupVersion,
            Plural = names.Plural,
            Singular = names.Singular,
            Kind = names.Kind,
            ListKind = names.ListKind,
            IsCustom = true,
            IsNamespaced = definition.Spec.Scope == "Namespaced",
            Verbs = Is(definition, "Terminating") ? s_terminatingVerbs : s_verbs,
            ShortNames = names.ShortNames,
            Categories = names.Categories,
            StorageVersionHash = hash,
            Subresources = Subresources(version, gvk).ToListOf(),
        };
    }

    private static IEnumerable<ServedSubresource> Subresources(CustomResourceDefinitionVersion version, GroupVersionKind gvk)
    {
        if (version.Subresources?.Status is not null) yield return new("status", gvk, s_subresourceVerbs);
        if (version.Subresources?.Scale is not null) yield return new("scale", new("autoscaling", "v1", "Scale"), s_subresourceVerbs);
    }

    private static bool Is(CustomResourceDefinition definition, string condition) =>
        definition.Status.Conditions.FirstOrDefault(candidate => candidate.Type == condition)?.Status == "True";
}
