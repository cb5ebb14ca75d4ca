using Kybernet.ApiServer.OpenApi.Definitions;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.OpenApi.Paths;

/// <summary>The paths that are about no resource: discovery, the server's version, the token issuer's keys.</summary>
internal static class RootPaths
{
    private const string Meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    public static ApiPath Api { get; } =
        Discovery("/api/", new("", ""), "getCoreAPIVersions", "get available API versions", Meta + "APIVersions");

    public static ApiPath Apis { get; } =
        new("/apis/", [Document("getAPIVersions", "apis", "get available API versions", Meta + "APIGroupList")]);

    public static ApiPath Version { get; } = new("/version/",
    [
        Document("getCodeVersion", "version", "get the version information for this server", FixedDefinition.VersionInfo) with
        {
            Consumes = MediaTypes.Json,
            Produces = MediaTypes.Json,
        },
    ]);

    public static ApiPath OpenIdConfiguration { get; } = new("/.well-known/openid-configuration/",
    [
        Document("getServiceAccountIssuerOpenIDConfiguration", "WellKnown",
            "get service account issuer OpenID configuration, also known as the 'OIDC discovery doc'", null) with
        {
            Consumes = [],
            Produces = MediaTypes.Json,
        },
    ]);

    public static ApiPath OpenIdKeys { get; } = new("/openid/v1/jwks/",
    [
        Document("getServiceAccountIssuerOpenIDKeyset", "openid",
            "get service account issuer OpenID JSON Web Key Set (contains public token verification keys)", null) with
        {
            Consumes = [],
            Produces = ["application/jwk-set+json"],
        },
    ]);

    public static ApiPath Group(string group)
    {
        var unversioned = new GroupVersion(group, "");
        var id = OperationNames.Id(unversioned, "get", "APIGroup");
        return Discovery($"/apis/{group}/", unversioned, id, "get information of a group", Meta + "APIGroup");
    }

    public static ApiPath GroupVersion(GroupVersion groupVersion) => Discovery(
        $"{(groupVersion.Group.Length == 0 ? "/api/" : "/apis/")}{groupVersion.ToApiVersion()}/", groupVersion,
        OperationNames.Id(groupVersion, "get", "APIResources"), "get available resources", Meta + "APIResourceList");

    private static ApiPath Discovery(string path, GroupVersion groupVersion, string id, string description, string definition) =>
        new(path, [Document(id, OperationNames.Tag(groupVersion), description, definition)]);

    private static ApiOperation Document(string id, string tag, string description, string? definition) => new()
    {
        Method = "get",
        Id = id,
        Tag = tag,
        Description = description,
        Consumes = MediaTypes.Objects,
        Produces = MediaTypes.Objects,
        Answer = definition,
    };
}
