using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.RootAuthority;

/// <summary>What <c>kube-root-ca.crt</c> is to be like.</summary>
public static class RootAuthorityPlan
{
    public const string MapName = "kube-root-ca.crt";
    public const string DescriptionAnnotation = "kubernetes.io/description";
    private const string Entry = "ca.crt";

    // Upstream's text, which users see in every namespace.
    private const string Description =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or " +
        "kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";

    /// <returns>Null when the map is as it should be. A description that a user wrote stays.</returns>
    public static ConfigMap? For(string @namespace, ConfigMap? there, string authorityPem)
    {
        var data = MapOf.Of((Entry, authorityPem));
        if (there is null)
        {
            return new()
            {
                Metadata = new() { Name = MapName, Namespace = @namespace, Annotations = MapOf.Of((DescriptionAnnotation, Description)) },
                Data = data,
            };
        }

        var annotations = there.Metadata.Annotations;
        if (there.Data == data && annotations.GetValueOrDefault(DescriptionAnnotation) is { Length: > 0 }) return null;
        return there with
        {
            Data = data,
            Metadata = there.Metadata with { Annotations = annotations.SetItem(DescriptionAnnotation, Description) },
        };
    }
}
