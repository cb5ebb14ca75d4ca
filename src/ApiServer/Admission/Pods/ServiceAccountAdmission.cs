using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Pods;

/// <summary>
/// Every pod runs as a service account that exists, has its token, and refers to no secret that account may not have.
/// Upstream: <c>plugin/pkg/admission/serviceaccount</c>.
/// </summary>
internal sealed class ServiceAccountAdmission(ClusterView cluster) : IAdmissionPlugin
{
    private const string Default = "default";

    // A namespace's default account is made a moment after the namespace: it is worth waiting for.
    private const int DefaultAttempts = 10;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(150);

    public string Name => "ServiceAccount";

    public bool Handles(ResourceInfo resource) => resource.GroupResource == Resources.Pods;

    public async ValueTask<Outcome<IObject?>> MutateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        if (attributes is not { Operation: AdmissionOperation.Create, Subresource: "" } || value is not Pod pod) return Outcome<IObject?>.Ok(value);
        // The spec of a mirror pod must stay what its node says.
        if (IsMirror(pod)) return Outcome<IObject?>.Ok(value);
        var name = pod.Spec.ServiceAccountName is { Length: > 0 } given ? given : Default;
        var found = await FindAsync(attributes, name, cancel);
        if (!found.TryGet(out var account, out var error)) return error;
        var spec = pod.Spec with { ServiceAccountName = name, ServiceAccount = name };
        if (spec.AutomountServiceAccountToken ?? account.AutomountServiceAccountToken ?? true) spec = TokenVolume.Mount(spec, cluster.Ids);
        if (spec.ImagePullSecrets.IsEmpty && !account.ImagePullSecrets.IsEmpty) spec = spec with { ImagePullSecrets = account.ImagePullSecrets };
        return Outcome<IObject?>.Ok(pod with { Spec = spec });
    }

    public async ValueTask<ApiError?> ValidateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel)
    {
        if (value is not Pod pod) return null;
        var isEphemeral = attributes is { Operation: AdmissionOperation.Update, Subresource: "ephemeralcontainers" };
        if (!isEphemeral && attributes is not { Operation: AdmissionOperation.Create, Subresource: "" }) return null;
        if (!isEphemeral && IsMirror(pod)) return SecretReferences.OfMirror(pod) is { } wrong ? attributes.Forbidden(wrong) : null;
        if (pod.Spec.ServiceAccountName.Length == 0)
            return attributes.Forbidden($"no service account specified for pod {attributes.Namespace}/{pod.Metadata.Name}");
        var found = await FindAsync(attributes, pod.Spec.ServiceAccountName, cancel);
        if (!found.TryGet(out var account, out var error)) return error;
        if (!SecretReferences.AreLimited(account)) return null;
        var refused = isEphemeral ? SecretReferences.OfEphemeral(pod, account) : SecretReferences.Of(pod, account);
        return refused is null ? null : attributes.Forbidden(refused);
    }

    private static bool IsMirror(Pod pod) => pod.Metadata.Annotations.ContainsKey(PodAnnotations.Mirror);

    private async ValueTask<Outcome<ServiceAccount>> FindAsync(AdmissionAttributes attributes, string name, CancellationToken cancel)
    {
        var accounts = cluster.Resource(Resources.ServiceAccounts);
        var key = accounts.KeyOf(attributes.Namespace, name);
        if (accounts.Cache.Snapshot.Objects.Find(key)?.Value is ServiceAccount cached) return cached;
        var attempts = name == Default ? DefaultAttempts : 1;
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            if (attempt > 0) await WaitAsync(accounts, cancel);
            var read = await ObjectReader.ReadAsync(accounts, key, cancel);
            if (!read.TryGet(out var stored, out var error)) return Refused(attributes, name, error.Message);
            if (stored?.Value is ServiceAccount account) return account;
        }

        return Refused(attributes, name, $"serviceaccount \"{name}\" not found");
    }

    /// <summary>Until some account changes, but no longer than the interval.</summary>
    private async Task WaitAsync(Resource accounts, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var pause = Task.Delay(s_interval, cluster.Time, over.Token);
        await Task.WhenAny(accounts.Cache.NextChange, pause);
        await over.CancelAsync();
        cancel.ThrowIfCancellationRequested();
    }

    private static ApiError Refused(AdmissionAttributes attributes, string name, string cause) =>
        attributes.Forbidden($"error looking up service account {attributes.Namespace}/{name}: {cause}");
}
