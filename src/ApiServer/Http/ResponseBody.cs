using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>Where a list is written: the response as it is, or gzip when the client takes it and the list is long.</summary>
internal sealed class ResponseBody : IAsyncDisposable
{
    // Upstream compresses from 128 KiB on; the length is not known before it is written, so the number of objects decides.
    private const int MinObjects = 50;

    private readonly GZipStream? _gzip;

    private ResponseBody(PipeWriter writer, GZipStream? gzip)
    {
        Writer = writer;
        _gzip = gzip;
    }

    public PipeWriter Writer { get; }

    public static ResponseBody For(HttpContext http, int objects)
    {
        if (objects < MinObjects || PrettyBody.Is(http) || !http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
            return new(http.Response.BodyWriter, null);
        http.Response.Headers.ContentEncoding = "gzip";
        http.Response.Headers.Vary = "Accept-Encoding";
        var gzip = new GZipStream(http.Response.BodyWriter.AsStream(leaveOpen: true), CompressionLevel.Fastest, leaveOpen: true);
        return new(PipeWriter.Create(gzip, new(leaveOpen: true)), gzip);
    }

    public async ValueTask DisposeAsync()
    {
        if (_gzip is null) return;
        await Writer.CompleteAsync();
        await _gzip.DisposeAsync();
    }
}
