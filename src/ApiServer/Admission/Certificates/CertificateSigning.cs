using Kybernet.Api.Certificates.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Certificates;

/// <summary>Who sets the certificate or the conditions of a request may sign for its signer. Upstream: <c>certificates/signing</c>.</summary>
internal sealed class CertificateSigning(ClusterView cluster) : IAdmissionPlugin
{
    public string Name => "CertificateSigning";

    public bool Handles(ResourceInfo resource) => resource.GroupResource == Resources.SigningRequests;

    public async ValueTask<ApiError?> ValidateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        if (attributes.Subresource != "status" || old is not CertificateSigningRequest before || value is not CertificateSigningRequest after) return null;
        if (before.Status.Certificate == after.Status.Certificate && before.Status.Conditions == after.Status.Conditions) return null;
        var signer = before.Spec.SignerName;
        return await SignerPermissions.AreGivenAsync(cluster.Authorizer, attributes.User, "sign", signer, cancel)
            ? null
            : attributes.Forbidden($"user not permitted to sign requests with signerName \"{signer}\"");
    }
}
