using System.Collections.Concurrent;
using Kybernet.Api.Authentication.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.Kubelet.Volumes;

/// <summary>Tokens of pods' service accounts, bound to the pod, taken anew when four fifths of their life are over.</summary>
/// <remarks>Upstream: kubelet/token. As many as the pods of this node have projected tokens.</remarks>
internal sealed class ServiceAccountTokens(IClient client, TimeProvider time)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<(string PodUid, string Audience, long Seconds), Entry> _tokens = [];

    /// <exception cref="VolumeException">The API server gives none.</exception>
    public async Task<string> GetAsync(Pod pod, ServiceAccountTokenProjection projection, CancellationToken cancel)
    {
        var seconds = projection.ExpirationSeconds ?? 3600;
        var key = (pod.Metadata.Uid, projection.Audience, seconds);
        var now = time.GetUtcNow();
        if (_tokens.TryGetValue(key, out var there) && now < there.RefreshAt) return there.Token;

        var request = new TokenRequest
        {
            Spec = new()
            {
                Audiences = projection.Audience.Length > 0 ? [projection.Audience] : [],
                ExpirationSeconds = seconds,
                BoundObjectRef = new() { Kind = "Pod", ApiVersion = "v1", Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
            },
        };
        var account = pod.Spec.ServiceAccountName.Length > 0 ? pod.Spec.ServiceAccountName : "default";
        var answer = await client.CreateAtAsync<ServiceAccount, TokenRequest>(new(pod.Metadata.Namespace, account), "token", request, cancel);
        if (!answer.TryGet(out var given, out var error))
        {
            // An old token is better than none while it is good.
            if (there is not null && now < there.ExpiresAt) return there.Token;
            throw new VolumeException($"failed to fetch token: {error.Message}");
        }

        var expires = given.Status.ExpirationTimestamp.ToDateTimeOffset();
        var life = TimeSpan.FromTicks(Math.Min((expires - now).Ticks, s_longest.Ticks));
        _tokens[key] = new(given.Status.Token, now + (life * 0.8), expires);
        return given.Status.Token;
    }

    public void Forget(string podUid)
    {
        foreach (var key in _tokens.Keys.Where(key => key.PodUid == podUid)) _tokens.TryRemove(key, out _);
    }

    private sealed record Entry(string Token, DateTimeOffset RefreshAt, DateTimeOffset ExpiresAt);
}
