using Kybernet.Api.Authentication.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Pipeline;
using Kybernet.Machinery.Statuses;
using CSIDriver = Kybernet.Api.Storage.V1.CSIDriver;

namespace Kybernet.ApiServer.Admission.Nodes;

/// <summary>
/// Which tokens a node may ask for: those of pods it runs, for audiences these pods' volumes name. Upstream: <c>admitServiceAccount</c>.
/// </summary>
internal sealed class NodeTokens(ClusterView cluster)
{
    public async ValueTask<ApiError?> CheckAsync(string node, AdmissionAttributes attributes, TokenRequest? request, CancellationToken cancel)
    {
        if (request is null) return attributes.Forbidden("unexpected type");
        if (request.Spec.BoundObjectRef is not { ApiVersion: "v1", Kind: "Pod", Name.Length: > 0 } bound)
            return attributes.Forbidden("node requested token not bound to a pod");
        if (bound.Uid.Length == 0) return attributes.Forbidden("node requested token with a pod binding without a uid");
        if (cluster.Find<Pod>(Resources.Pods, $"{attributes.Namespace}/{bound.Name}") is not { } pod)
            return ApiError.NotFound(new("", "pod"), bound.Name);
        if (bound.Uid != pod.Metadata.Uid)
        {
            return attributes.Forbidden(
                $"the UID in the bound object reference ({bound.Uid}) does not match the UID in record. "
                + "The object might have been deleted and then recreated");
        }

        if (pod.Spec.NodeName != node) return attributes.Forbidden("node requested token bound to a pod scheduled on a different node");
        return await CheckAudienceAsync(attributes, request, pod, cancel);
    }

    private async ValueTask<ApiError?> CheckAudienceAsync(
        AdmissionAttributes attributes, TokenRequest request, Pod pod, CancellationToken cancel)
    {
        if (request.Spec.Audiences.Count > 1) return attributes.Forbidden("node may only request 0 or 1 audiences");
        var audience = request.Spec.Audiences.IsEmpty ? "" : request.Spec.Audiences[0];
        foreach (var volume in pod.Spec.Volumes)
            if (Names(pod, volume, audience)) return null;
        var question = new RequestInfo
        {
            Path = "",
            Verb = "request-serviceaccounts-token-audience",
            IsResourceRequest = true,
            ApiVersion = "v1",
            Resource = audience,
            Namespace = attributes.Namespace,
            Name = attributes.Name,
        };
        if ((await cluster.Authorizer.AuthorizeAsync(attributes.User, question, cancel)).IsAllowed) return null;
        return attributes.Forbidden(
            $"audience \"{audience}\" not found in pod spec volume, {attributes.User.Name} is not authorized to request tokens for this audience");
    }

    private bool Names(Pod pod, Volume volume, string audience)
    {
        foreach (var source in volume.Projected?.Sources ?? default)
            if (source.ServiceAccountToken is { } token && token.Audience == audience) return true;
        var claim = volume.PersistentVolumeClaim?.ClaimName ?? (volume.Ephemeral is null ? null : $"{pod.Metadata.Name}-{volume.Name}");
        var driver = volume.Csi?.Driver ?? (claim is null ? null : DriverOf(pod.Metadata.Namespace, claim));
        if (driver is null || cluster.Find<CSIDriver>(Resources.CsiDrivers, driver) is not { } found) return false;
        foreach (var token in found.Spec.TokenRequests)
            if (token.Audience == audience) return true;
        return false;
    }

    private string? DriverOf(string @namespace, string claim) =>
        cluster.Find<PersistentVolumeClaim>(Resources.VolumeClaims, $"{@namespace}/{claim}") is { } found
            ? cluster.Find<PersistentVolume>(Resources.Volumes, found.Spec.VolumeName)?.Spec.Csi?.Driver
            : null;
}
