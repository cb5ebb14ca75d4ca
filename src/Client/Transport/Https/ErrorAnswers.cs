using System.Text;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Client.Transport.Https;

/// <summary>Makes an error of an answer that is none of success: of its Status, or, where it has none, of its code.</summary>
internal static class ErrorAnswers
{
    private const int MaxShown = 2048;

    public static async ValueTask<ApiError> ReadAsync(ObjectBytes objects, HttpResponseMessage response, ApiCall? call, CancellationToken cancel)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancel);
        if (StatusOf(objects, bytes) is { } error) return error;
        var text = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, MaxShown)));
        var retryAfter = (int)(response.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0);
        var resource = call?.Resource.GroupResource ?? default(GroupResource);
        return GenericResponse.ToError(
            (int)response.StatusCode, response.RequestMessage?.Method.Method ?? "", resource, call?.Name ?? "", text, retryAfter, isUnexpected: true);
    }

    private static ApiError? StatusOf(ObjectBytes objects, byte[] bytes)
    {
        try
        {
            return bytes.Length > 0 && objects.Read(bytes) is Status status ? status.ToError() : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
