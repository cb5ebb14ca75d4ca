using System.Buffers;
using System.IO.Pipelines;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>Reads request bodies, up to upstream's limit of 3 MiB. A client that breaks off, or sends no body, has made a bad request.</summary>
internal static class BodyReader
{
    public const int MaxBytes = 3 * 1024 * 1024;

    public static async ValueTask<Outcome<byte[]>> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength > MaxBytes) return TooLarge();
        try
        {
            return await ReadWholeAsync(request, cancel);
        }
        catch (IOException e)
        {
            return ApiError.BadRequest($"the body of the request could not be read: {e.Message}");
        }
    }

    private static async ValueTask<Outcome<byte[]>> ReadWholeAsync(HttpRequest request, CancellationToken cancel)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancel);
            if (read.Buffer.Length > MaxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return TooLarge();
            }

            if (read.IsCompleted) return Take(reader, read);
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static byte[] Take(PipeReader reader, ReadResult read)
    {
        var body = read.Buffer.ToArray();
        reader.AdvanceTo(read.Buffer.End);
        return body;
    }

    private static ApiError TooLarge() => ApiError.RequestEntityTooLarge($"limit is {MaxBytes}");
}
