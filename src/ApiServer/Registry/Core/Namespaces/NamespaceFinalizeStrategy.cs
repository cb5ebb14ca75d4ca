using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Namespaces;

/// <summary>The one door through which <c>spec.finalizers</c> changes. Upstream: <c>ValidateNamespaceFinalizeUpdate</c>.</summary>
internal sealed class NamespaceFinalizeStrategy : UpdateStrategy<Namespace>
{
    public override Namespace PrepareForUpdate(Namespace value, Namespace old, WriteContext context) => value with { Status = old.Status };

    public override void ValidateUpdate(Namespace value, Namespace old, FieldErrorList errors)
    {
        for (var i = 0; i < value.Spec.Finalizers.Count; i++)
            NamespaceRules.Finalizer(errors, NamespaceRules.Finalizers.Index(i), value.Spec.Finalizers[i]);
    }
}
