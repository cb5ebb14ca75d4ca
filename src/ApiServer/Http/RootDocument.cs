using Kybernet.ApiServer.Discovery;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Http;

/// <summary><c>/</c>: the paths there are.</summary>
internal static class RootDocument
{
    public static byte[] Of(DiscoveryDocuments documents)
    {
        var paths = new List<string> { "/.well-known/openid-configuration", "/api", "/api/v1", "/apis", "/apis/" };
        foreach (var group in ((APIGroupList)documents.Apis.Value).Groups)
        {
            paths.Add("/apis/" + group.Name);
            foreach (var version in group.Versions) paths.Add("/apis/" + version.GroupVersion);
        }

        paths.AddRange(["/healthz", "/livez", "/metrics", "/openapi/v2", "/openapi/v3", "/openapi/v3/", "/openid/v1/jwks", "/readyz", "/version"]);
        paths.Sort(StringComparer.Ordinal);
        using var json = new JsonWriter();
        json.Raw("{\n  \"paths\": ["u8);
        for (var i = 0; i < paths.Count; i++)
        {
            json.Raw(i == 0 ? "\n    "u8 : ",\n    "u8);
            json.String(paths[i]);
        }

        json.Raw("\n  ]\n}"u8);
        return json.Written.ToArray();
    }
}
