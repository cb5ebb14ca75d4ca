using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Namespaces;

/// <summary>Names of namespace finalizers. Upstream: <c>validateFinalizerName</c>.</summary>
internal static class NamespaceRules
{
    public static FieldPath Finalizers { get; } = FieldPath.Of("spec").Child("finalizers");

    /// <summary>A qualified name; without a prefix only the three well-known ones.</summary>
    public static void Finalizer(FieldErrorList errors, FieldPath path, string name)
    {
        MetadataRules.FinalizerName(errors, path, name);
        if (name.Contains('/', StringComparison.Ordinal)) return;
        if (name is not (NamespaceStrategy.KubernetesFinalizer or MetadataRules.FinalizerOrphanDependents or MetadataRules.FinalizerDeleteDependents))
            errors.Add(FieldError.Invalid(path, name, "name is neither a standard finalizer name nor is it fully qualified"));
    }
}
