using System.Text;
using Microsoft.AspNetCore.Http;

namespace Kybernet.Kubelet.Server;

/// <summary>An answer that is known as a whole.</summary>
internal sealed record TextAnswer(int Code, string ContentType, ReadOnlyMemory<byte> Body)
{
    private const string Plain = "text/plain; charset=utf-8";

    public static TextAnswer Ok(string text) => new(200, Plain, Encoding.UTF8.GetBytes(text));

    public static TextAnswer Error(int code, string text) => new(code, Plain, Encoding.UTF8.GetBytes(text));

    public static TextAnswer Json(string json) => new(200, "application/json", Encoding.UTF8.GetBytes(json));

    public static TextAnswer Metrics(string text) => new(200, "text/plain; version=0.0.4; charset=utf-8", Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(HttpContext http)
    {
        http.Response.StatusCode = Code;
        http.Response.ContentType = ContentType;
        http.Response.ContentLength = Body.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.Body.WriteAsync(Body, http.RequestAborted);
    }
}
