using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Admission.Networking;

/// <summary>
/// An ingress that names no class gets the default one: of several the newest, then the first by name.
/// Upstream: <c>plugin/pkg/admission/network/defaultingressclass</c>.
/// </summary>
internal sealed class DefaultIngressClass(ClusterView cluster) : AdmissionPlugin("DefaultIngressClass", Resources.Ingresses)
{
    private const string DefaultAnnotation = "ingressclass.kubernetes.io/is-default-class";
    private const string ClassAnnotation = "kubernetes.io/ingress.class";

    protected override Outcome<IObject> Mutate(AdmissionAttributes attributes, IObject value, IObject? old)
    {
        if (attributes is not { Operation: AdmissionOperation.Create, Subresource: "" } || value is not Ingress ingress) return Outcome<IObject>.Ok(value);
        if (ingress.Spec.IngressClassName is not null || ingress.Metadata.Annotations.ContainsKey(ClassAnnotation)) return Outcome<IObject>.Ok(value);
        var best = cluster.In<IngressClass>(Resources.IngressClasses, "")
            .Where(static item => item.Metadata.Annotations.GetValueOrDefault(DefaultAnnotation) == "true")
            .OrderByDescending(static item => item.Metadata.CreationTimestamp).ThenBy(static item => item.Metadata.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return Outcome<IObject>.Ok(best is null ? ingress : ingress with { Spec = ingress.Spec with { IngressClassName = best.Metadata.Name } });
    }
}
