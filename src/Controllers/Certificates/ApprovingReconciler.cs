using Kybernet.Api.Certificates.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Client.Transport;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.Certificates;

/// <summary>Approves kubelets' requests for client certificates, where the cluster's roles let the requester have one.</summary>
/// <remarks>Upstream: certificates/approver.</remarks>
public sealed class ApprovingReconciler(IClient client, ILister<CertificateSigningRequest> requests) : IReconciler
{
    private static readonly GroupVersionResource s_resource = new("certificates.k8s.io", "v1", "certificatesigningrequests");

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (requests.Find(key) is not { } request || request.IsIssued) return Reconciled.Done;
        if (request.Has(RequestConditionType.Approved) || request.Has(RequestConditionType.Denied)) return Reconciled.Done;
        if (!SigningRequest.TryParse(request.Spec.Request.Span, out var parsed, out var wrong))
            return Reconciled.Failed(ApiError.InternalError($"unable to parse csr \"{key.Name}\": {wrong}"));

        var tried = ApprovingPlan.Permissions(request, parsed);
        foreach (var (subresource, message) in tried)
        {
            var review = await client.CreateAsync(ApprovingPlan.Review(request, subresource), cancel);
            if (!review.TryGet(out var answer, out var error)) return Reconciled.Failed(error);
            if (answer.Status.Allowed) return await ApproveAsync(request, message, cancel);
        }

        if (tried.Count == 0) return Reconciled.Done;
        var names = string.Join(" ", tried.Select(static permission => permission.Subresource));
        return Reconciled.Failed(ApiError.InternalError($"recognized csr \"{key.Name}\" as [{names}] but subject access review was not approved"));
    }

    private async Task<Reconciled> ApproveAsync(CertificateSigningRequest request, string message, CancellationToken cancel)
    {
        var condition = new CertificateSigningRequestCondition
        {
            Type = RequestConditionType.Approved,
            Status = ConditionStatus.True,
            Reason = "AutoApproved",
            Message = message,
        };
        var call = new ApiCall(ApiVerb.Update, s_resource)
        {
            Name = request.Metadata.Name,
            Subresource = "approval",
            Body = request with { Status = request.Status with { Conditions = request.Status.Conditions.Add(condition) } },
        };
        return Reconciled.Of(await client.SendAsync(call, cancel));
    }
}
