using System.Buffers.Text;

namespace Kybernet.Bench.Load.Api;

/// <summary>What a client must know of an answer's head to read its body.</summary>
internal readonly record struct ResponseHead(int Status, bool IsChunked, long ContentLength)
{
    /// <summary>A refusal says when to come again, and whose limit it was.</summary>
    public bool SaysWhen { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out ResponseHead head, out int length)
    {
        head = default;
        length = 0;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        length = end + 4;
        // HTTP/1.1 200
        var status = ((bytes[9] - '0') * 100) + ((bytes[10] - '0') * 10) + (bytes[11] - '0');
        bytes = bytes[..(end + 2)];
        var at = bytes.IndexOf("Content-Length: "u8);
        head = at >= 0 && Utf8Parser.TryParse(bytes[(at + 16)..], out long content, out _)
            ? new(status, false, content)
            : new(status, bytes.IndexOf("chunked"u8) >= 0, 0);
        if (status == 429)
            head = head with { SaysWhen = bytes.IndexOf("Retry-After: "u8) >= 0 && bytes.IndexOf("X-Kubernetes-PF-PriorityLevel-UID: "u8) >= 0 };
        return true;
    }
}
