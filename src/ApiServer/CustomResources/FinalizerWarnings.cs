using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>Warnings about finalizers others may use as well. Upstream: <c>validateKubeFinalizerName</c>.</summary>
internal static class FinalizerWarnings
{
    public static void Warn(ICollection<string> warnings, ListOf<string> finalizers, ListOf<string> old)
    {
        foreach (var name in finalizers.Where(name => !old.Contains(name)).Distinct().Order(StringComparer.Ordinal))
        {
            foreach (var problem in QualifiedNames.IsQualifiedName(name)) warnings.Add($"metadata.finalizers: {QuotedText.Of(name)}: {problem}");
            if (name.Contains('/', StringComparison.Ordinal) || name is "orphan" or "foregroundDeletion" or "kubernetes") continue;
            var path = name.Contains('.', StringComparison.Ordinal) ? "including a path (/) " : "";
            warnings.Add(
                $"metadata.finalizers: {QuotedText.Of(name)}: prefer a domain-qualified finalizer name {path}"
                + "to avoid accidental conflicts with other finalizer writers");
        }
    }
}
