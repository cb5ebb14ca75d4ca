using System.Collections.Frozen;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Schema;

namespace Kybernet.ApiServer.Registry;

/// <summary>The built-in resources, read from the schema.</summary>
public static class ResourceCatalogue
{
    // Paths that differ from the plural (upstream: SpecialDefaultResourcePrefixes), and groups whose objects lie under the group's name.
    private static readonly FrozenDictionary<string, string> s_paths = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["replicationcontrollers"] = "controllers",
        ["endpoints"] = "services/endpoints",
        ["nodes"] = "minions",
        ["services"] = "services/specs",
        ["ingresses"] = "ingress",
        ["customresourcedefinitions"] = "apiextensions.k8s.io/customresourcedefinitions",
        ["apiservices"] = "apiregistration.k8s.io/apiservices",
    }.ToFrozenDictionary();

    public static IEnumerable<ResourceInfo> Of(SchemaModel schema)
    {
        foreach (var type in schema.Types)
            if (type.Resource is { } resource) yield return Of(schema, type, resource);
    }

    private static ResourceInfo Of(SchemaModel schema, SchemaType type, SchemaResource resource)
    {
        var version = type.File;
        return new()
        {
            Resource = new(version.Group, version.Version, resource.Plural),
            Kind = new(version.Group, version.Version, type.Name),
            IsNamespaced = resource.IsNamespaced,
            Singular = resource.Singular,
            Verbs = resource.Verbs.ToListOf(),
            ShortNames = resource.ShortNames.ToListOf(),
            Categories = resource.Categories.ToListOf(),
            Subresources = resource.Subresources.Select(sub => Of(schema, version, sub)).ToListOf(),
            StoragePath = s_paths.GetValueOrDefault(resource.Plural, resource.Plural),
        };
    }

    private static SubresourceInfo Of(SchemaModel schema, SchemaFile file, SchemaSubresource subresource)
    {
        var type = schema.Find(file.Id + "." + subresource.Kind) ?? schema.Find(subresource.Kind)
            ?? throw new InvalidOperationException($"subresource {subresource.Name} of {file.Id} names the unknown kind {subresource.Kind}");
        return new(subresource.Name, new(type.File.Group, type.File.Version, type.Name), subresource.Verbs.ToListOf());
    }
}
