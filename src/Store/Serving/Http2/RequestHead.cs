using System.Globalization;

namespace Kybernet.Store.Serving.Http2;

/// <summary>What matters of a request's header fields.</summary>
internal sealed class RequestHead
{
    public string Method { get; private set; } = "";

    public string Path { get; private set; } = "";

    public string ContentType { get; private set; } = "";

    public string Encoding { get; private set; } = "identity";

    /// <summary>How long the caller waits for an answer; null: for ever.</summary>
    public TimeSpan? Timeout { get; private set; }

    public bool IsGrpc => Method == "POST" && ContentType.StartsWith("application/grpc", StringComparison.Ordinal);

    public void Take(HeaderField field)
    {
        switch (field.Name)
        {
            case ":method":
                Method = field.Value;
                break;
            case ":path":
                Path = field.Value;
                break;
            case "content-type":
                ContentType = field.Value;
                break;
            case "grpc-encoding":
                Encoding = field.Value;
                break;
            case "grpc-timeout":
                Timeout = TimeoutOf(field.Value);
                break;
        }
    }

    /// <summary>Up to eight digits and a unit (gRPC over HTTP/2: Timeout). What is longer than a timer can be is for ever.</summary>
    private static TimeSpan? TimeoutOf(string text)
    {
        if (text.Length < 2 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
        double? seconds = text[^1] switch
        {
            'H' => count * 3600.0,
            'M' => count * 60.0,
            'S' => count,
            'm' => count / 1e3,
            'u' => count / 1e6,
            'n' => count / 1e9,
            _ => null,
        };
        return seconds is { } known && known < 40 * 24 * 3600 ? TimeSpan.FromSeconds(known) : null;
    }
}
