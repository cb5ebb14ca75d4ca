using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Schema;

namespace Kybernet.ApiServer.Discovery;

/// <summary>The resources that the schema files declare.</summary>
public static class BuiltInResources
{
    private const string Admission = "admissionregistration.k8s.io";
    private const string Extensions = "apiextensions.k8s.io";

    /// <summary>
    /// The kinds that are not stored in the version they are served in.
    /// Upstream: <c>pkg/kubeapiserver/default_storage_factory_builder.go</c>.
    /// </summary>
    private static readonly (GroupVersionKind Served, GroupVersionKind Stored)[] s_storedOtherwise =
    [
        (new("autoscaling", "v1", "HorizontalPodAutoscaler"), new("autoscaling", "v2", "HorizontalPodAutoscaler")),
        (new("events.k8s.io", "v1", "Event"), new("", "v1", "Event")),
        // The hash alone: upstream's registry of this kind names the version that is long gone. Values are stored as v1.
        (new(Extensions, "v1", "CustomResourceDefinition"), new(Extensions, "v1beta1", "CustomResourceDefinition")),
        // New in v1 with this release: stored so that the release before can still read them.
        (new(Admission, "v1", "MutatingAdmissionPolicy"), new(Admission, "v1beta1", "MutatingAdmissionPolicy")),
        (new(Admission, "v1", "MutatingAdmissionPolicyBinding"), new(Admission, "v1beta1", "MutatingAdmissionPolicyBinding")),
    ];

    public static IReadOnlyList<ServedResource> From(SchemaModel schema) =>
        [.. schema.Types.Where(type => type.Resource is not null).Select(type => Describe(schema, type))];

    private static ServedResource Describe(SchemaModel schema, SchemaType type)
    {
        var resource = type.Resource!;
        var gvk = KindOf(type);
        return new()
        {
            GroupVersion = gvk.GroupVersion,
            Plural = resource.Plural,
            Singular = resource.Singular,
            Kind = type.Name,
            ListKind = type.File.Types.FirstOrDefault(list => list.ListOf == type.Name)?.Name ?? "",
            IsNamespaced = resource.IsNamespaced,
            Verbs = resource.Verbs.ToListOf(),
            ShortNames = OrAbsent(resource.ShortNames),
            Categories = OrAbsent(resource.Categories),
            StorageVersionHash = resource.Verbs.Contains("watch") ? StorageVersionHash.Of(StoredAs(gvk)) : "",
            Subresources = resource.Subresources
                .Select(sub => new ServedSubresource(sub.Name, KindOf(SubresourceType(schema, type, sub)), sub.Verbs.ToListOf()))
                .ToListOf(),
        };
    }

    private static GroupVersionKind StoredAs(GroupVersionKind served)
    {
        foreach (var entry in s_storedOtherwise)
            if (entry.Served == served) return entry.Stored;
        return served;
    }

    private static SchemaType SubresourceType(SchemaModel schema, SchemaType owner, SchemaSubresource sub) =>
        schema.Find(owner.File.Id + "." + sub.Kind) ?? schema.Find(sub.Kind)
        ?? throw new InvalidOperationException($"{owner.QualifiedName}/{sub.Name} is of the unknown kind {sub.Kind}");

    private static GroupVersionKind KindOf(SchemaType type) => GroupVersionKind.FromApiVersionAndKind(type.ApiVersion, type.Name);

    private static ListOf<string> OrAbsent(IReadOnlyList<string> values) => values.Count == 0 ? default : values.ToListOf();
}
