using Kybernet.Api.Authentication.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Transport.Https;

namespace Kybernet.Hosts.Kyb.Standalone;

/// <summary>Tokens of a service account of <c>kube-system</c>, asked for as somebody who may; the account is made where it is not there.</summary>
/// <remarks>Upstream: controller-manager/pkg/clientbuilder, client_builder_dynamic.go: tokens of one hour, renewed at four fifths.</remarks>
internal sealed class AccountTokens(IClient asker, string name, TimeProvider time) : ICredentialSource
{
    private const string Namespace = "kube-system";
    private const int LifeSeconds = 3600;
    private const double Renewal = 0.8;

    private Held? _held;

    public async ValueTask<Credential> GetAsync(CancellationToken cancel)
    {
        var held = Volatile.Read(ref _held);
        if (held is not null && time.GetElapsedTime(held.At) < TimeSpan.FromSeconds(LifeSeconds * Renewal)) return held.Credential;
        var request = new TokenRequest { Spec = new() { ExpirationSeconds = LifeSeconds } };
        var asked = await asker.CreateAtAsync<ServiceAccount, TokenRequest>(new(Namespace, name), "token", request, cancel);
        if (asked.Error is { IsNotFound: true })
        {
            await asker.CreateAsync(new ServiceAccount { Metadata = new() { Namespace = Namespace, Name = name } }, cancel);
            asked = await asker.CreateAtAsync<ServiceAccount, TokenRequest>(new(Namespace, name), "token", request, cancel);
        }

        if (!asked.TryGet(out var answer, out var error)) throw new HttpRequestException($"no token for the service account {name}: {error.Message}");
        held = new(new("Bearer " + answer.Status.Token, null), time.GetTimestamp());
        Volatile.Write(ref _held, held);
        return held.Credential;
    }

    public void Invalidate() => Volatile.Write(ref _held, null);

    private sealed record Held(Credential Credential, long At);
}
