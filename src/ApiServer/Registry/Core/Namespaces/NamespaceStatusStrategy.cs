using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Namespaces;

/// <summary>The phase follows the deletion timestamp. Upstream: <c>ValidateNamespaceStatusUpdate</c>.</summary>
internal sealed class NamespaceStatusStrategy : UpdateStrategy<Namespace>
{
    public override Namespace PrepareForUpdate(Namespace value, Namespace old, WriteContext context) => value with { Spec = old.Spec };

    public override void ValidateUpdate(Namespace value, Namespace old, FieldErrorList errors)
    {
        var (phase, condition) = value.Metadata.IsBeingDeleted
            ? (NamespacePhase.Terminating, "`deletionTimestamp` is not empty")
            : (NamespacePhase.Active, "`deletionTimestamp` is empty");
        if (value.Status.Phase == phase) return;
        errors.Add(FieldError.Invalid(
            FieldPath.Of("status").Child("Phase"), FieldValue.JsonString(value.Status.Phase), $"may only be '{phase}' if {condition}"));
    }
}
