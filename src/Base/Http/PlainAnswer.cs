using System.Text;

namespace Kybernet.Base.Http;

/// <summary>An answer of a <see cref="PlainHttpServer"/>.</summary>
/// <param name="Status">HTTP's number.</param>
/// <param name="ContentType">Of the body.</param>
/// <param name="Body">UTF-8.</param>
public sealed record PlainAnswer(int Status, string ContentType, byte[] Body)
{
    /// <summary>More headers, each a line without its end: <c>X-Content-Type-Options: nosniff</c>.</summary>
    public string[] Headers { get; init; } = [];

    public static PlainAnswer Text(int status, string text) => new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    public static PlainAnswer Json(int status, string json) => new(status, "application/json", Encoding.UTF8.GetBytes(json));

    public static PlainAnswer Metrics(string text) => new(200, "text/plain; version=0.0.4; charset=utf-8", Encoding.UTF8.GetBytes(text));
}
