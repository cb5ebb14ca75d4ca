using Kybernet.Api.Authentication.V1;
using Kybernet.Api.Certificates.V1;
using Kybernet.Api.Coordination.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Admission.Certificates;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Nodes;

/// <summary>
/// A node changes itself, its pods and what belongs to them, and nothing else. Upstream: <c>plugin/pkg/admission/noderestriction</c>.
/// </summary>
internal sealed class NodeRestriction(ClusterView cluster) : IAdmissionPlugin
{
    private const string LeaseNamespace = "kube-node-lease";
    private const string ServingSigner = "kubernetes.io/kubelet-serving";
    private const string ClientSigner = "kubernetes.io/kube-apiserver-client-kubelet";

    private readonly NodePods _pods = new(cluster);
    private readonly NodeTokens _tokens = new(cluster);

    public string Name => "NodeRestriction";

    public bool Handles(ResourceInfo resource) => resource.GroupResource is
    { Group: "", Resource: "pods" or "nodes" or "persistentvolumeclaims" or "serviceaccounts" }
        or { Group: "coordination.k8s.io", Resource: "leases" } or { Group: "storage.k8s.io", Resource: "csinodes" }
        or { Group: "resource.k8s.io", Resource: "resourceslices" } or { Group: "certificates.k8s.io", Resource: "certificatesigningrequests" };

    public async ValueTask<Outcome<IObject?>> MutateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        if (NodeIdentity.Of(attributes.User) is not { } node) return Outcome<IObject?>.Ok(value);
        if (node.Length == 0) return attributes.Forbidden($"could not determine node from user \"{attributes.User.Name}\"");
        var refused = attributes.Resource.Resource.Resource switch
        {
            "pods" => _pods.Check(node, attributes, value, old),
            "nodes" => NodeRules.Check(node, attributes, value as Node, old as Node),
            "persistentvolumeclaims" => CheckClaim(node, attributes, value as PersistentVolumeClaim, old as PersistentVolumeClaim),
            "serviceaccounts" => attributes is { Operation: AdmissionOperation.Create, Subresource: "token" }
                ? await _tokens.CheckAsync(node, attributes, value as TokenRequest, cancel) : null,
            "leases" => CheckLease(node, attributes, value as Lease),
            "csinodes" => attributes.Name == node ? null
                : attributes.Forbidden("can only access CSINode with the same name as the requesting node"),
            "resourceslices" => CheckSlice(node, attributes, (value ?? old) as ResourceSlice),
            _ => CheckRequest(node, attributes, value as CertificateSigningRequest),
        };
        return refused is null ? Outcome<IObject?>.Ok(value) : refused;
    }

    private static ApiError? CheckClaim(string node, AdmissionAttributes attributes, PersistentVolumeClaim? claim, PersistentVolumeClaim? old)
    {
        if (attributes.Subresource != "status") return attributes.Forbidden("may only update PVC status");
        if (attributes.Operation != AdmissionOperation.Update) return attributes.Forbidden($"unexpected operation \"{Verb(attributes)}\"");
        return Bare(claim!) == Bare(old!)
            ? null
            : attributes.Forbidden($"node \"{node}\" is not allowed to update fields other than status.quantity and status.conditions");

        static PersistentVolumeClaim Bare(PersistentVolumeClaim value) => value with
        {
            Metadata = value.Metadata with { ResourceVersion = "", ManagedFields = default },
            Status = value.Status with { Capacity = default, Conditions = default, AllocatedResourceStatuses = default, AllocatedResources = default },
        };
    }

    private static ApiError? CheckLease(string node, AdmissionAttributes attributes, Lease? lease)
    {
        if (attributes.Namespace != LeaseNamespace)
            return attributes.Forbidden($"can only access leases in the \"{LeaseNamespace}\" system namespace");
        return (lease?.Metadata.Name ?? attributes.Name) == node
            ? null
            : attributes.Forbidden("can only access node lease with the same name as the requesting node");
    }

    private static ApiError? CheckSlice(string node, AdmissionAttributes attributes, ResourceSlice? slice)
    {
        if (attributes.Operation is not (AdmissionOperation.Create or AdmissionOperation.Delete) || slice?.Spec.NodeName == node) return null;
        var verb = Verb(attributes).ToLowerInvariant();
        return attributes.Forbidden($"can only {verb} ResourceSlice with the same NodeName as the requesting node");
    }

    private static ApiError? CheckRequest(string node, AdmissionAttributes attributes, CertificateSigningRequest? request)
    {
        if (attributes is not { Operation: AdmissionOperation.Create, Subresource: "" }) return null;
        if (request?.Spec.SignerName is not (ServingSigner or ClientSigner)) return null;
        if (SubjectOf.Request(request.Spec.Request) is not { } subject) return attributes.Forbidden("unable to parse csr: asn1: structure error");
        return subject.CommonName == NodeIdentity.Prefix + node
            ? null
            : attributes.Forbidden("can only create a node CSR with CN=system:node:" + node);
    }

    private static string Verb(AdmissionAttributes attributes) => attributes.Operation.ToString().ToUpperInvariant();
}
