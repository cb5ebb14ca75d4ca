using System.Security.Cryptography.X509Certificates;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authentication;

/// <summary>Which proxies may say who a request is from; by default none.</summary>
public sealed record FrontProxyOptions
{
    /// <summary>Who issues the proxies' certificates; <c>--requestheader-client-ca-file</c>. Not an authority that issues users' certificates.</summary>
    public X509Certificate2Collection Authorities { get; init; } = [];

    /// <summary>The same, asked for anew so that a change is used at once; null is <see cref="Authorities"/>.</summary>
    public Func<X509Certificate2Collection>? CurrentAuthorities { get; init; }

    /// <summary>The proxies' common names; empty allows all of the authority; <c>--requestheader-allowed-names</c>.</summary>
    public ListOf<string> AllowedNames { get; init; }
}
