using Kybernet.ApiServer.OpenApi.Documents;
using Kybernet.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary><c>/openapi/v2</c>, <c>/openapi/v3</c> and what is below it. Upstream: kube-openapi's <c>handler</c> and <c>handler3</c>.</summary>
internal sealed class OpenApiAnswers(Func<OpenApiDocuments> documents)
{
    private const string V2Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    private const string V2ProtobufAccepted = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private const string V3Protobuf = "application/com.github.proto-openapi.spec.v3.v1.0+protobuf";
    private const string V3ProtobufAccepted = "application/com.github.proto-openapi.spec.v3@v1.0+protobuf";
    private const string V3Root = "/openapi/v3/";

    public async ValueTask<ApiError?> AnswerAsync(HttpContext http, string path)
    {
        var accept = http.Request.Headers.Accept.ToString();
        var all = documents();
        switch (path)
        {
            case "/openapi/v2":
                var isV2 = (accept.Contains(V2ProtobufAccepted, StringComparison.Ordinal) || accept.Contains(V2Protobuf, StringComparison.Ordinal))
                    && !accept.StartsWith(ResponseForm.Json, StringComparison.Ordinal);
                await SendAsync(http, all.V2, isV2 ? V2Protobuf : null);
                return null;
            case "/openapi/v3":
                await SendAsync(http, all.Index, null);
                return null;
        }

        if (!path.StartsWith(V3Root, StringComparison.Ordinal) || all.Find(path[V3Root.Length..]) is not { } document) return ResourceRouter.NotServed();
        // An address with a hash names bytes that never change.
        if (http.Request.Query.TryGetValue("hash", out var hash))
        {
            if (hash != document.Hash)
            {
                http.Response.Redirect($"{path}?hash={document.Hash}");
                return null;
            }

            http.Response.Headers.Expires = "Thu, 31 Dec 2099 00:00:00 GMT";
        }

        await SendAsync(http, document, accept.Contains(V3ProtobufAccepted, StringComparison.Ordinal) ? V3Protobuf : null);
        return null;
    }

    private static async ValueTask SendAsync(HttpContext http, OpenApiDocument document, string? protobuf)
    {
        var etag = $"\"{document.Hash}\"";
        http.Response.Headers.ETag = etag;
        http.Response.Headers.Vary = "Accept-Encoding, Accept";
        if (http.Request.Headers.IfNoneMatch == etag)
        {
            http.Response.StatusCode = 304;
            return;
        }

        if (protobuf is null) await Responder.SendTextAsync(http, 200, ResponseForm.Json, document.Json.Span);
        else await Responder.SendTextAsync(http, 200, protobuf, document.Protobuf.Span);
    }
}
