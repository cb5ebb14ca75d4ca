using System.Net;
using System.Net.Sockets;
using Kybernet.Api.Certificates.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Client.Transport;
using Kybernet.Controllers.Certificates;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Hosts.Kyb.Joining;

/// <summary>Approves the requests of nodes that <see cref="NodeRequestPolicy"/> allows. Upstream has none: a provider or a person does it.</summary>
internal sealed class NodeRequestApprover(
    IClient client, ILister<CertificateSigningRequest> requests, ILister<Node> nodes, NodeRequestPolicy policy) : IReconciler
{
    private static readonly GroupVersionResource s_resource = new("certificates.k8s.io", "v1", "certificatesigningrequests");

    public static IControllerLoop Create(ControllerContext context, NodeRequestPolicy policy)
    {
        var requests = context.Informers.Of<CertificateSigningRequest>();
        var nodes = context.Informers.Of<Node>();
        var approver = new NodeRequestApprover(context.ClientOf(JoinAccess.ApproverAccount), requests, nodes, policy);
        return new Controller(JoinAccess.ApproverAccount, approver, context) { Workers = 1 }.Reads(nodes)
            .On(requests, static change => change.New is { } request && NodeRequestPolicy.Signers.Contains(request.Spec.SignerName) ? [request.Key] : []);
    }

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (requests.Find(key) is not { } request || request.Status.Conditions.Count > 0) return Reconciled.Done;
        if (!SigningRequest.TryParse(request.Spec.Request.Span, out var parsed, out _)) return Reconciled.Done;
        if (policy.Approves(request, parsed, AddressesOfOthers) is not { } message) return Reconciled.Done;
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
            Body = request with { Status = request.Status with { Conditions = [condition] } },
        };
        return Reconciled.Of(await client.SendAsync(call, cancel));
    }

    private HashSet<string> AddressesOfOthers(string name)
    {
        var addresses = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes.List())
        {
            if (node.Metadata.Name == name) continue;
            foreach (var address in node.Status.Addresses)
                if (IPAddress.TryParse(address.Address, out var parsed) && parsed.AddressFamily != AddressFamily.Unknown) addresses.Add(parsed.ToString());
        }

        return addresses;
    }
}
