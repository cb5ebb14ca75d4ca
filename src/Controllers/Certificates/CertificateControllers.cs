using Kybernet.Api.Certificates.V1;
using Kybernet.Base.Pki;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Client.WorkQueues;
using Kybernet.Controllers.Runtime;

namespace Kybernet.Controllers.Certificates;

/// <summary>The controllers of certificate signing requests: one approves, four sign, one clears away.</summary>
/// <remarks>Upstream: pkg/controller/certificates.</remarks>
public static class CertificateControllers
{
    public const string ApprovingName = "certificatesigningrequest-approving-controller";
    public const string SigningName = "certificatesigningrequest-signing-controller";
    public const string CleanerName = "certificatesigningrequest-cleaner-controller";
    public const string Identity = "certificate-controller";
    private static readonly TimeSpan s_cleaning = TimeSpan.FromHours(1);
    private static readonly WorkQueueOptions s_backOff = WorkQueueOptions.Default with { FirstBackOff = TimeSpan.FromMilliseconds(200) };

    public static IControllerLoop CreateApproving(ControllerContext context)
    {
        var requests = context.Informers.Of<CertificateSigningRequest>();
        return new Controller(ApprovingName, new ApprovingReconciler(context.ClientOf(Identity), requests), context, s_backOff).On(requests);
    }

    /// <returns>Null when the options have no authority to sign with.</returns>
    public static IControllerLoop? CreateSigning(ControllerContext context)
    {
        if (context.Options.SigningAuthority is not { } authority) return null;
        var requests = context.Informers.Of<CertificateSigningRequest>();
        return new SigningLoop(context, requests, authority);
    }

    public static IControllerLoop CreateCleaner(ControllerContext context)
    {
        var requests = context.Informers.Of<CertificateSigningRequest>();
        var client = context.ClientOf(Identity);
        var log = context.Loggers.CreateLogger("Kybernet.Controllers.Certificates");
        return new Sweeper(CleanerName, s_cleaning, CleanAsync, context).Reads(requests);

        async Task CleanAsync(CancellationToken cancel)
        {
            foreach (var request in requests.List())
            {
                if (!CleaningPlan.IsOver(request, context.Time.GetUtcNow())) continue;
                var deleted = await client.DeleteAsync<CertificateSigningRequest>(request.Key, new(), cancel);
                if (deleted.Error is { IsNotFound: false } error) CertificateLog.NotDeleted(log, request.Metadata.Name, error.Message);
            }
        }
    }

    private sealed class SigningLoop(ControllerContext context, IInformer<CertificateSigningRequest> requests, IssuedCertificate authority) : IControllerLoop
    {
        private static readonly (string Name, string Signer)[] s_signers =
        [
            ("csrsigning-kubelet-serving", SignerNames.KubeletServing),
            ("csrsigning-kubelet-client", SignerNames.KubeletClient),
            ("csrsigning-kube-apiserver-client", SignerNames.KubeApiServerClient),
            ("csrsigning-legacy-unknown", SignerNames.LegacyUnknown),
        ];

        public string Name => SigningName;

        public async Task RunAsync(CancellationToken cancel)
        {
            using var signer = new CertificateSigner(authority, context.Options.SigningDuration);
            await Task.WhenAll(s_signers.Select(entry => LoopOf(entry.Name, entry.Signer, signer).RunAsync(cancel)));
        }

        private Controller LoopOf(string name, string signerName, CertificateSigner signer)
        {
            var reconciler = new SigningReconciler(context.ClientOf(Identity), requests, signer, signerName, context.Time);
            return new Controller(name, reconciler, context, s_backOff).On(
                requests, change => change.New?.Spec.SignerName == signerName ? [change.New.Key] : []);
        }
    }
}
