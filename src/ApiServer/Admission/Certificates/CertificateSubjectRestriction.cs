using Kybernet.Api.Certificates.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Certificates;

/// <summary>Nobody gets a certificate of <c>system:masters</c> from the cluster's own signer. Upstream: <c>certificates/subjectrestriction</c>.</summary>
internal sealed class CertificateSubjectRestriction() : AdmissionPlugin("CertificateSubjectRestriction", Resources.SigningRequests)
{
    private const string Signer = "kubernetes.io/kube-apiserver-client";

    protected override ApiError? Validate(AdmissionAttributes attributes, IObject? value, IObject? old)
    {
        if (attributes is not { Operation: AdmissionOperation.Create, Subresource: "" }) return null;
        if (value is not CertificateSigningRequest { Spec.SignerName: Signer } request) return null;
        if (SubjectOf.Request(request.Spec.Request) is not { } subject) return attributes.Forbidden("failed to parse CSR: asn1: structure error");
        return subject.Organizations.Contains(UserInfo.SystemMasters)
            ? attributes.Forbidden($"use of {Signer} signer with system:masters group is not allowed")
            : null;
    }
}
