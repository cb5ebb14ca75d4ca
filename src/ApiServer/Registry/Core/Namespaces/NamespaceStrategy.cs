using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Namespaces;

/// <summary>
/// Namespaces. Deleting one waits for its finalizers in <c>spec</c>, which is the store's part. Upstream:
/// <c>pkg/registry/core/namespace/strategy.go</c>.
/// </summary>
public sealed class NamespaceStrategy : Strategy<Namespace>
{
    /// <summary>The finalizer every namespace has, and the label that repeats its name.</summary>
    public const string KubernetesFinalizer = "kubernetes";

    public const string NameLabel = "kubernetes.io/metadata.name";

    public override UpdateStrategy<Namespace> Status { get; } = new NamespaceStatusStrategy();

    /// <summary>The changes of the <c>finalize</c> subresource.</summary>
    public UpdateStrategy<Namespace> Finalization { get; } = new NamespaceFinalizeStrategy();

    public override ListOf<string> SelectableFields => ["status.phase"];

    /// <summary>A namespace to be named by its <c>generateName</c> gets its label in <see cref="Canonicalize"/>.</summary>
    public override Namespace Default(Namespace value) => value.Metadata.Name.Length == 0 ? value : Labelled(value);

    public override Namespace PrepareForCreate(Namespace value, WriteContext context)
    {
        var finalizers = value.Spec.Finalizers;
        if (!finalizers.Contains(KubernetesFinalizer)) finalizers = finalizers.Add(KubernetesFinalizer);
        return value with { Spec = value.Spec with { Finalizers = finalizers }, Status = new() { Phase = NamespacePhase.Active } };
    }

    public override Namespace PrepareForUpdate(Namespace value, Namespace old, WriteContext context) =>
        value with { Spec = value.Spec with { Finalizers = old.Spec.Finalizers }, Status = old.Status };

    public override void Validate(Namespace value, FieldErrorList errors)
    {
        foreach (var finalizer in value.Spec.Finalizers)
            NamespaceRules.Finalizer(errors, NamespaceRules.Finalizers, finalizer);
    }

    public override Namespace Canonicalize(Namespace value) => Labelled(value);

    public override ListOf<string> CheckName(string name, bool prefix) => ObjectNames.IsDnsLabel(name, prefix);

    public override string? SelectableField(Namespace value, string field) => field == "status.phase" ? value.Status.Phase : null;

    private static Namespace Labelled(Namespace value) => value.Metadata.Labels.GetValueOrDefault(NameLabel) == value.Metadata.Name
        ? value
        : value with { Metadata = value.Metadata.WithLabel(NameLabel, value.Metadata.Name) };
}
