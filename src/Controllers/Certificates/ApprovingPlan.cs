using Kybernet.Api.Authorization.V1;
using Kybernet.Api.Certificates.V1;

namespace Kybernet.Controllers.Certificates;

/// <summary>The permissions by which a request can be approved.</summary>
public static class ApprovingPlan
{
    /// <summary>Subresources to ask access for, in order, and what users are told on approval.</summary>
    public static IReadOnlyList<(string Subresource, string Message)> Permissions(CertificateSigningRequest request, SigningRequest parsed)
    {
        if (request.Spec.SignerName != SignerNames.KubeletClient || KubeletRequests.CheckClient(parsed, request.Spec.Usages).Length > 0) return [];
        (string, string) node = ("nodeclient", "Auto approving kubelet client certificate after SubjectAccessReview.");
        return request.Spec.Username == parsed.CommonName
            ? [("selfnodeclient", "Auto approving self kubelet client certificate after SubjectAccessReview."), node]
            : [node];
    }

    /// <summary>May the requester create such a request?</summary>
    public static SubjectAccessReview Review(CertificateSigningRequest request, string subresource) => new()
    {
        Spec = new()
        {
            User = request.Spec.Username,
            Uid = request.Spec.Uid,
            Groups = request.Spec.Groups,
            Extra = request.Spec.Extra,
            ResourceAttributes = new()
            {
                Group = "certificates.k8s.io",
                Version = "*",
                Resource = "certificatesigningrequests",
                Subresource = subresource,
                Verb = "create",
            },
        },
    };
}
