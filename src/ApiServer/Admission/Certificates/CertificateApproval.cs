using Kybernet.Api.Certificates.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Certificates;

/// <summary>Who approves a request may approve for its signer. Upstream: <c>plugin/pkg/admission/certificates/approval</c>.</summary>
internal sealed class CertificateApproval(ClusterView cluster) : IAdmissionPlugin
{
    public string Name => "CertificateApproval";

    public bool Handles(ResourceInfo resource) => resource.GroupResource == Resources.SigningRequests;

    public async ValueTask<ApiError?> ValidateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        if (attributes.Subresource != "approval" || old is not CertificateSigningRequest before) return null;
        // The signer as it was: who approves cannot change it on the way.
        var signer = before.Spec.SignerName;
        return await SignerPermissions.AreGivenAsync(cluster.Authorizer, attributes.User, "approve", signer, cancel)
            ? null
            : attributes.Forbidden($"user not permitted to approve requests with signerName \"{signer}\"");
    }
}
