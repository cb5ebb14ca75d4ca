using System.Text;
using Kybernet.Api.Certificates.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Certificates;

/// <summary>Signs approved requests of one signer, or says why it will not.</summary>
/// <remarks>Upstream: certificates/signer.</remarks>
public sealed class SigningReconciler(
    IClient client, ILister<CertificateSigningRequest> requests, CertificateSigner signer, string signerName, TimeProvider time) : IReconciler
{
    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (requests.Find(key) is not { } request || request.Spec.SignerName != signerName) return Reconciled.Done;
        if (request.IsIssued || !request.IsApproved || request.HasFailed) return Reconciled.Done;
        if (!SigningRequest.TryParse(request.Spec.Request.Span, out var parsed, out var error))
            return Reconciled.Failed(ApiError.InternalError($"unable to parse csr \"{key.Name}\": {error}"));
        if (Check(parsed, request) is { Length: > 0 } refusal) return await RefuseAsync(request, refusal, cancel);
        error = signer.Sign(parsed, request.Spec.Usages, request.Spec.ExpirationSeconds, time.GetUtcNow(), out var pem);
        if (error.Length > 0) return Reconciled.Failed(ApiError.InternalError($"error auto signing csr: {error}"));
        var signed = request with { Status = request.Status with { Certificate = Bytes.Adopt(Encoding.ASCII.GetBytes(pem)) } };
        return Reconciled.Of(await client.UpdateStatusAsync(signed, cancel));
    }

    private static string Check(SigningRequest parsed, CertificateSigningRequest request) => request.Spec.SignerName switch
    {
        SignerNames.KubeletClient => KubeletRequests.CheckClient(parsed, request.Spec.Usages),
        SignerNames.KubeletServing => KubeletRequests.CheckServing(parsed, request.Spec.Usages),
        SignerNames.KubeApiServerClient => KubeletRequests.CheckApiServerClient(request.Spec.Usages),
        // The legacy signer signs what is approved.
        _ => "",
    };

    private async Task<Reconciled> RefuseAsync(CertificateSigningRequest request, string refusal, CancellationToken cancel)
    {
        var condition = new CertificateSigningRequestCondition
        {
            Type = RequestConditionType.Failed,
            Status = ConditionStatus.True,
            Reason = "SignerValidationFailure",
            Message = refusal,
            LastUpdateTime = Time.From(time.GetUtcNow()),
        };
        var failed = request with { Status = request.Status with { Conditions = request.Status.Conditions.Add(condition) } };
        return Reconciled.Of(await client.UpdateStatusAsync(failed, cancel));
    }
}
