using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Pki;

namespace Kybernet.Hosts.Kyb.Nodes;

/// <summary>What a kubelet's server is to others.</summary>
/// <param name="Serving">What it serves with.</param>
/// <param name="Authority">Who the API server's client certificate is from.</param>
internal sealed record NodeTls(IssuedCertificate Serving, X509Certificate2 Authority);
