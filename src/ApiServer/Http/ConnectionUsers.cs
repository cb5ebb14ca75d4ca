using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Kybernet.ApiServer.Authentication;
using Kybernet.ApiServer.Registry;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>Who is at the other end of a connection. A client certificate is verified once a connection, not once a request.</summary>
internal sealed class ConnectionUsers(ClientCertificates certificates)
{
    private readonly ConditionalWeakTable<X509Certificate2, Verified> _verified = new();

    /// <summary>The user; null when the client claims to be somebody and is not: 401.</summary>
    public UserInfo? Identify(HttpContext http)
    {
        if (http.Connection.ClientCertificate is { } certificate)
            return _verified.GetValue(certificate, shown => new(certificates.Authenticate(shown))).User;
        return http.Request.Headers.ContainsKey("Authorization") ? null : UserInfo.Anonymous;
    }

    private sealed record Verified(UserInfo? User);
}
