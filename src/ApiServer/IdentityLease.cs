using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kybernet.Api.Coordination.V1;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer;

/// <summary>
/// A Lease in kube-system that says this server is alive, renewed every ten seconds. Upstream: the APIServerIdentity lease of
/// <c>pkg/controlplane/apiserver</c>.
/// </summary>
internal sealed class IdentityLease(ResourceRegistry registry, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private const int LifeSeconds = 3_600;
    private static readonly TimeSpan RenewPeriod = TimeSpan.FromSeconds(10);

    // One name a machine, so that a restarted server takes its lease up again.
    private readonly string _name =
        "apiserver-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName)))[..26];

    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = RenewAsync(_stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RenewAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                await HoldAsync(cancel);
                await Task.Delay(RenewPeriod, time, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops; the lease runs out by itself.
        }
    }

    private async Task HoldAsync(CancellationToken cancel)
    {
        var leases = registry.FindKind(Lease.Gvk);
        var request = new WriteRequest
        {
            User = new() { Name = "system:apiserver", Groups = [UserInfo.SystemMasters] },
            Namespace = "kube-system",
            Name = _name,
            FieldManager = "kube-apiserver",
        };
        var done = await ObjectUpdater.UpdateAsync(
            leases, leases.Rules, request, null,
            (current, _) => new(Outcome<IObject>.Ok(WriteHandlers.Defaulted(leases, Renewed((Lease?)current)))), mayCreate: true, cancel);
        if (!done.IsOk) IdentityLeaseLog.NotRenewed(log, done.Error.Message);
    }

    private Lease Renewed(Lease? current)
    {
        var now = MicroTime.From(time.GetUtcNow());
        if (current is not null) return current with { Spec = current.Spec with { RenewTime = now } };
        return new()
        {
            Metadata = new()
            {
                Name = _name,
                Namespace = "kube-system",
                Labels = MapOf.Of(("apiserver.kubernetes.io/identity", "kube-apiserver"), ("kubernetes.io/hostname", Environment.MachineName)),
            },
            Spec = new()
            {
                HolderIdentity = string.Create(CultureInfo.InvariantCulture, $"{_name}_{Environment.ProcessId}"),
                LeaseDurationSeconds = LifeSeconds,
                AcquireTime = now,
                RenewTime = now,
            },
        };
    }
}
