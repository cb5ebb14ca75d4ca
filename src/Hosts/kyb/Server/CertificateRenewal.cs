using System.Security.Cryptography;
using Kybernet.Base.Pki;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>Keeps a running server's certificates valid: looks at the files now and then, renews what is due.</summary>
/// <param name="pki">The certificates.</param>
/// <param name="options">How often it looks.</param>
/// <param name="usersChanged">Called when there is another certificate of a client, or another cluster authority: kubeconfigs hold both.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Takes what was renewed, and failures.</param>
internal sealed class CertificateRenewal(ClusterPki pki, RenewalOptions options, Action usersChanged, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = RunAsync(_stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(options.PollInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel)) CheckAll();
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private void CheckAll()
    {
        var isStale = false;
        foreach (var authority in (KeptAuthority[])[pki.Cluster, pki.FrontProxy])
        {
            if (!authority.Check()) continue;
            ServerLog.AuthorityChanged(log, authority.Authority.Certificate.Subject);
            isStale |= ReferenceEquals(authority, pki.Cluster);
        }

        foreach (var certificate in pki.Certificates)
        {
            var isNew = Check(certificate) is CertificateChange.Renewed or CertificateChange.Reloaded;
            isStale |= isNew && !certificate.Profile.IsServing;
        }

        if (!isStale) return;
        try
        {
            usersChanged();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ServerLog.RenewalFailed(log, "kubeconfigs", e.Message);
        }
    }

    /// <summary>What fails is tried again at the next look: a third of a life is left for it.</summary>
    private CertificateChange Check(KeptCertificate certificate)
    {
        var name = certificate.Profile.Name;
        try
        {
            var change = certificate.Check(pki.AuthorityOf(certificate));
            if (change == CertificateChange.Renewed) ServerLog.Renewed(log, name, certificate.Current.NotAfter);
            if (change == CertificateChange.Reloaded) ServerLog.Reloaded(log, name, certificate.Current.NotAfter);
            if (change == CertificateChange.Foreign) ServerLog.Foreign(log, name, certificate.Current.NotAfter);
            return change;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            ServerLog.RenewalFailed(log, name, e.Message);
            return CertificateChange.None;
        }
    }
}
