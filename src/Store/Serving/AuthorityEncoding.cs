using System.Buffers;
using System.Text;

namespace Kybernet.Store.Serving;

/// <summary>
/// Reads the <c>:authority</c> of a request; one that is no host and port reads as none.
/// </summary>
/// <remarks>
/// etcd's client sends the name of what it dials, which can be a whole URL or a list (<c>http://127.0.0.1:2379</c>,
/// <c>#initially=[…]</c>). gRPC's own server takes any name; Kestrel resets a stream whose host is malformed, before a request can be
/// seen. Nothing here is served by name, so losing one costs nothing.
/// </remarks>
internal sealed class AuthorityEncoding : Encoding
{
    public const string Header = ":authority";

    public static readonly AuthorityEncoding Instance = new();

    private static readonly SearchValues<byte> s_name = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_"u8);
    private static readonly SearchValues<byte> s_address = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    public override int GetCharCount(byte[] bytes, int index, int count) =>
        IsHost(bytes.AsSpan(index, count)) ? ASCII.GetCharCount(bytes, index, count) : 0;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        IsHost(bytes.AsSpan(byteIndex, byteCount)) ? ASCII.GetChars(bytes, byteIndex, byteCount, chars, charIndex) : 0;

    public override int GetByteCount(char[] chars, int index, int count) => ASCII.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        ASCII.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    // What Kestrel would refuse must not pass; what it would take may be lost.
    private static bool IsHost(ReadOnlySpan<byte> text)
    {
        var colon = text.LastIndexOf((byte)':');
        var isBracketed = text is [(byte)'[', ..];
        if (isBracketed && text.IndexOf((byte)']') is var end)
        {
            if (end < 2 || text[1..end].ContainsAnyExcept(s_address)) return false;
            return end == text.Length - 1 || (text[end + 1] == ':' && IsPort(text[(end + 2)..]));
        }

        var name = colon < 0 ? text : text[..colon];
        return !name.IsEmpty && !name.ContainsAnyExcept(s_name)
            && (colon < 0 || IsPort(text[(colon + 1)..]));
    }

    private static bool IsPort(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
