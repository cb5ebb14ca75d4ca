using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Admission.Certificates;

/// <summary>What a user may do for a signer, by its name or by its domain. Upstream: <c>pkg/certauthorization</c>.</summary>
internal static class SignerPermissions
{
    public static async ValueTask<bool> AreGivenAsync(IAuthorizer authorizer, UserInfo user, string verb, string signer, CancellationToken cancel)
    {
        var slash = signer.IndexOf('/', StringComparison.Ordinal);
        return await MayAsync(authorizer, user, verb, signer, cancel)
            || await MayAsync(authorizer, user, verb, string.Concat(slash < 0 ? signer : signer.AsSpan(0, slash), "/*"), cancel);
    }

    private static async ValueTask<bool> MayAsync(IAuthorizer authorizer, UserInfo user, string verb, string name, CancellationToken cancel)
    {
        var request = new RequestInfo
        {
            Path = "",
            Verb = verb,
            IsResourceRequest = true,
            ApiGroup = "certificates.k8s.io",
            ApiVersion = "*",
            Resource = "signers",
            Name = name,
        };
        return (await authorizer.AuthorizeAsync(user, request, cancel)).IsAllowed;
    }
}
