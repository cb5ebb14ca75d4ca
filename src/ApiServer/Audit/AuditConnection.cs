using System.Security.Cryptography.X509Certificates;
using Kybernet.ApiServer.Authentication.Webhooks;
using Kybernet.Client.Transport.Https;

namespace Kybernet.ApiServer.Audit;

/// <summary>The way to an audit webhook, with the credentials its kubeconfig names.</summary>
internal sealed class AuditConnection : HttpMessageInvoker
{
    // Upstream: the timeout of client-go's webhooks.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    private readonly ServerConnection _connection;
    private readonly Shown _shown;
    private readonly TimeProvider _time;

    private AuditConnection(ServerConnection connection, Shown shown, TimeProvider time)
        : base(OutgoingTls.Handler(connection.AuthorityPem, connection.TlsServerName, () => shown.Certificate)) =>
        (_connection, _shown, _time) = (connection, shown, time);

    public static AuditConnection To(ServerConnection connection, TimeProvider time) => new(connection, new(), time);

    public override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(s_timeout, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var credential = await _connection.Credentials.GetAsync(limit.Token);
        _shown.Certificate = credential.Certificate;
        if (credential.Authorization.Length > 0) request.Headers.TryAddWithoutValidation("Authorization", credential.Authorization);
        return await base.SendAsync(request, limit.Token);
    }

    private sealed class Shown
    {
        public X509Certificate2? Certificate { get; set; }
    }
}
