using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Kybernet.ApiServer.Audit;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>Sends answers.</summary>
internal static class Responder
{
    // Most objects fit.
    private const int UsualBytes = 8192;

    /// <param name="http">The request.</param>
    /// <param name="code">Of HTTP.</param>
    /// <param name="stored">What is sent.</param>
    /// <param name="objects">In which form.</param>
    /// <param name="warnings">For headers.</param>
    /// <param name="keeps">The bytes are kept with the object: others will be sent them, too.</param>
    public static ValueTask SendAsync(
        HttpContext http, int code, StoredObject stored, ObjectWriter objects, List<string> warnings, bool keeps = true)
    {
        using var step = ApiServerTrace.Step("SerializeObject");
        http.Features.Get<AuditedRequest>()?.Answered(stored.Value);
        var response = Begin(http, code, objects.Form.ContentType, warnings);
        if (objects.Form is { Form: ObjectForm.Whole, Format: WireFormat.Json })
        {
            return keeps || stored.HasJson
                ? SendJsonAsync(response, stored.Json, http.RequestAborted)
                : SendJsonOnceAsync(response, stored.Value, http.RequestAborted);
        }

        objects.Write(response.BodyWriter, stored);
        if (objects.Form.Format == WireFormat.Json) response.BodyWriter.Write("\n"u8);
        return default;
    }

    public static ValueTask SendAsync(HttpContext http, int code, IKind value, WireFormat format, List<string> warnings)
    {
        http.Features.Get<AuditedRequest>()?.Answered(value);
        var response = Begin(http, code, new ResponseForm(format, ObjectForm.Whole).ContentType, warnings);
        ObjectWriter.WriteKind(response.BodyWriter, value, format);
        if (format == WireFormat.Json) response.BodyWriter.Write("\n"u8);
        return default;
    }

    // Head and body in one piece of memory, sent when the request ends.
    private static async ValueTask SendJsonAsync(HttpResponse response, ReadOnlyMemory<byte> json, CancellationToken cancel)
    {
        response.ContentLength = json.Length + 1;
        await response.StartAsync(cancel);
        WriteLine(response.BodyWriter, json.Span);
    }

    private static async ValueTask SendJsonOnceAsync(HttpResponse response, IKind value, CancellationToken cancel)
    {
        using var json = new JsonWriter(UsualBytes);
        value.WriteJson(json, withKind: true);
        response.ContentLength = json.Written.Length + 1;
        await response.StartAsync(cancel);
        WriteLine(response.BodyWriter, json.Written);
    }

    private static void WriteLine(PipeWriter output, ReadOnlySpan<byte> json)
    {
        var body = output.GetSpan(json.Length + 1);
        json.CopyTo(body);
        body[json.Length] = (byte)'\n';
        output.Advance(json.Length + 1);
    }

    /// <summary>A failure, as a Status.</summary>
    public static ValueTask SendAsync(HttpContext http, ApiError error, WireFormat format)
    {
        if (error.Details is { RetryAfterSeconds: > 0 } details)
            http.Response.Headers.RetryAfter = details.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return SendAsync(http, error.Code is 0 ? 500 : error.Code, error.ToStatus(), format, []);
    }

    public static ValueTask SendTextAsync(HttpContext http, int code, string contentType, ReadOnlySpan<byte> body)
    {
        var response = Begin(http, code, contentType, []);
        response.ContentLength = body.Length;
        response.BodyWriter.Write(body);
        return default;
    }

    public static HttpResponse Begin(HttpContext http, int code, string contentType, List<string> warnings)
    {
        var response = http.Response;
        response.StatusCode = code;
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-cache, private";
        // Whatever is answered is no page: a browser must not guess that it is.
        response.Headers.XContentTypeOptions = "nosniff";
        Warn(http, warnings);
        return response;
    }

    public static void Warn(HttpContext http, List<string> warnings)
    {
        foreach (var warning in warnings) http.Response.Headers.Append("Warning", $"299 - {Quoted(warning)}");
    }

    // RFC 7234 quoted-string; control characters cannot stand in a header.
    private static string Quoted(string text)
    {
        var quoted = new System.Text.StringBuilder("\"");
        foreach (var letter in text)
        {
            if (letter is '"' or '\\') quoted.Append('\\');
            quoted.Append(char.IsControl(letter) ? ' ' : letter);
        }

        return quoted.Append('"').ToString();
    }
}
