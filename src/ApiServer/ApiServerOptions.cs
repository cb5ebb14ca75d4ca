using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Admission.PodSecurity;
using Kybernet.ApiServer.Audit;
using Kybernet.ApiServer.Authentication;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Connections;
using Kybernet.ApiServer.Registry.Allocation;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer;

/// <summary>How an API server serves. Defaults are upstream's.</summary>
public sealed record ApiServerOptions
{
    /// <summary>Where it listens; null serves in process only.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>The serving certificate with its key and chain, asked for at each connection so that a renewed one is used at once.</summary>
    public Func<SslStreamCertificateContext>? ServingCertificate { get; init; }

    /// <summary>Who issues client certificates.</summary>
    public X509Certificate2Collection ClientAuthorities { get; init; } = [];

    /// <summary>The same, asked for at each request so that a change is used at once; null is <see cref="ClientAuthorities"/>.</summary>
    public Func<X509Certificate2Collection>? CurrentClientAuthorities { get; init; }

    /// <summary>The clock certificates are checked by, where it is not the server's: a server on virtual time meets clients on real time.</summary>
    public TimeProvider? CertificateTime { get; init; }

    /// <summary>Proxies that say who their requests are from.</summary>
    public FrontProxyOptions FrontProxy { get; init; } = new();

    /// <summary>Who else is believed to be somebody.</summary>
    public AuthenticationOptions Authentication { get; init; } = new();

    /// <summary>
    /// Who is asked, in this order, whether a user may do something, after the group <c>system:masters</c>: Node, RBAC, Webhook, AlwaysAllow,
    /// AlwaysDeny; <c>--authorization-mode</c>. Where everything is allowed, nobody is let in without a name.
    /// </summary>
    public ListOf<string> AuthorizationModes { get; init; } = ["Node", "RBAC"];

    /// <summary>Who is asked in the mode Webhook.</summary>
    public AuthorizationWebhookOptions? AuthorizationWebhook { get; init; }

    /// <summary>What service account tokens say they are from, and the server's own audience; <c>--service-account-issuer</c>.</summary>
    public string ServiceAccountIssuer { get; init; } = "https://kubernetes.default.svc.cluster.local";

    /// <summary>
    /// Keys of service account tokens: the first signs, all verify. Empty makes one that is forgotten when the server stops.
    /// <c>--service-account-signing-key-file</c>, <c>--service-account-key-file</c>.
    /// </summary>
    public ListOf<TokenKey> ServiceAccountKeys { get; init; }

    /// <summary>How kubelets are reached, for logs, exec and the like.</summary>
    public KubeletClientOptions Kubelets { get; init; } = new();

    /// <summary>Networks services get their addresses from, one for each address family; <c>--service-cluster-ip-range</c>.</summary>
    public ListOf<string> ServiceClusterIpRanges { get; init; } = ["10.96.0.0/12"];

    /// <summary>The ports services open on nodes; <c>--service-node-port-range</c>.</summary>
    public string ServiceNodePortRange { get; init; } = "30000-32767";

    /// <summary>Where clients reach the server, for the endpoints of the <c>kubernetes</c> service; null publishes none.</summary>
    public IPEndPoint? Advertise { get; init; }

    /// <summary>
    /// Which values are hidden in the store, with which keys: an <c>EncryptionConfiguration</c> of <c>apiserver.config.k8s.io/v1</c> as YAML, asked
    /// for at start and at each <see cref="ApiServerService.ReloadEncryptionAsync"/>. Null hides none. <c>--encryption-provider-config</c>.
    /// </summary>
    public Func<string>? EncryptionConfiguration { get; init; }

    /// <summary>What is written of requests.</summary>
    public AuditOptions Audit { get; init; } = new();

    /// <summary>Plugins that are on although they are off by default; <c>--enable-admission-plugins</c>.</summary>
    public ListOf<string> EnabledAdmissionPlugins { get; init; }

    /// <summary>Plugins that are off although they are on by default; <c>--disable-admission-plugins</c>.</summary>
    public ListOf<string> DisabledAdmissionPlugins { get; init; }

    /// <summary>Which pods are let in where namespaces say nothing, and for whom the rules are not kept.</summary>
    public PodSecurityOptions PodSecurity { get; init; } = new();

    /// <summary>How long pods stay on a node that is not ready; <c>--default-not-ready-toleration-seconds</c>.</summary>
    public long DefaultNotReadyTolerationSeconds { get; init; } = 300;

    /// <summary>How long pods stay on a node that cannot be reached; <c>--default-unreachable-toleration-seconds</c>.</summary>
    public long DefaultUnreachableTolerationSeconds { get; init; } = 300;

    /// <summary>
    /// Requests wait for a seat of their priority level; <c>--enable-priority-and-fairness</c>. Both limits below together are the seats. Without
    /// it, each limit holds by itself, and what is beyond it is refused.
    /// </summary>
    public bool HasPriorityAndFairness { get; init; } = true;

    /// <summary>How long a request may take; a quarter of it may be spent waiting for a seat. <c>--request-timeout</c>.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads worked on at once; <c>--max-requests-inflight</c>.</summary>
    public int MaxReadsInFlight { get; init; } = 400;

    /// <summary>Writes worked on at once; <c>--max-mutating-requests-inflight</c>.</summary>
    public int MaxWritesInFlight { get; init; } = 200;

    /// <summary>How long requests under way may take to end after the server begins to stop.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Of <c>scheduler</c>, <c>controller-manager</c>: what runs in the server's process. <c>componentstatuses</c> asks the others at upstream's
    /// ports of this machine.
    /// </summary>
    public ListOf<string> OwnComponents { get; init; }

    /// <summary>Seeds names and uids: a test with the same seed sees the same ones.</summary>
    public required int Seed { get; init; }

    /// <summary>What <c>/version</c> says.</summary>
    public required ServerVersion Version { get; init; }

    /// <summary>What is wrong with the options; null when nothing is.</summary>
    public string? Validate()
    {
        if (Listen is not null && ServingCertificate is null) return "an API server that listens needs a serving certificate";
        foreach (var cidr in ServiceClusterIpRanges)
            if (!IpRange.TryParse(cidr, out _, out var badRange)) return badRange;
        if (ServiceClusterIpRanges.Count is 0 or > 2) return "there must be one network for services, or one of each address family";
        if (!NodePortRange.TryParse(ServiceNodePortRange, out _, out var badPorts)) return badPorts;
        if (AdmissionPlugins.Check(EnabledAdmissionPlugins, DisabledAdmissionPlugins) is { } badPlugins) return badPlugins;
        if (Authentication.Validate(ServiceAccountIssuer) is { } badAuthentication) return badAuthentication;
        if (Authorization.AuthorizationModes.Check(AuthorizationModes, AuthorizationWebhook is not null) is { } badModes) return badModes;
        if (Audit.Validate() is { } badAudit) return badAudit;
        if (PodSecurity.Validate() is { } badSecurity) return badSecurity;
        if (RequestTimeout <= TimeSpan.Zero) return "the request timeout must be positive";
        if (MaxReadsInFlight < 1 || MaxWritesInFlight < 1) return "the limits on requests in flight must be at least 1";
        return null;
    }
}
