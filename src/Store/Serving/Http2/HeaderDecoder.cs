using System.Text;

namespace Kybernet.Store.Serving.Http2;

/// <summary>Reads header blocks (HPACK, RFC 7541). One a connection: what a block says depends on those before it.</summary>
internal sealed class HeaderDecoder
{
    /// <summary>The most a block may unfold to; grpc-go and etcd leave it at the same order.</summary>
    private const int MaxFieldBytes = 16 * 1024;

    private readonly HeaderTable _table = new();
    private readonly byte[] _text = new byte[MaxFieldBytes];

    /// <summary>Reads a whole block; false when it is malformed, and then the connection is of no more use.</summary>
    public bool TryRead(ReadOnlySpan<byte> block, RequestHead head)
    {
        var unfolded = 0;
        while (!block.IsEmpty)
        {
            var first = block[0];
            if ((first & 0xe0) == 0x20)
            {
                if (!TryReadNumber(ref block, 5, out var limit) || !_table.Resize(limit)) return false;
                continue;
            }

            if (!TryReadField(ref block, first, out var field)) return false;
            unfolded += field.Name.Length + field.Value.Length;
            if (unfolded > MaxFieldBytes) return false;
            head.Take(field);
        }

        return true;
    }

    private bool TryReadField(ref ReadOnlySpan<byte> block, byte first, out HeaderField field)
    {
        field = null!;
        var isIndexed = (first & 0x80) != 0;
        var isKept = (first & 0x40) != 0;
        if (!TryReadNumber(ref block, isIndexed ? 7 : isKept ? 6 : 4, out var index)) return false;
        if (isIndexed) return (field = _table.Find(index)!) is not null;
        string? name;
        if (index != 0) name = _table.Find(index)?.Name;
        else if (!TryReadText(ref block, out name)) return false;
        if (name is null || !TryReadText(ref block, out var value)) return false;
        field = new(name, value);
        if (isKept) _table.Add(field);
        return true;
    }

    private bool TryReadText(ref ReadOnlySpan<byte> block, out string text)
    {
        text = "";
        if (block.IsEmpty) return false;
        var isCoded = (block[0] & 0x80) != 0;
        if (!TryReadNumber(ref block, 7, out var length) || length > block.Length) return false;
        ReadOnlySpan<byte> bytes = block[..length];
        if (isCoded)
        {
            var decoded = HuffmanCode.Decode(bytes, _text);
            if (decoded < 0) return false;
            bytes = _text.AsSpan(0, decoded);
        }

        text = Encoding.Latin1.GetString(bytes);
        block = block[length..];
        return true;
    }

    /// <summary>A number that begins in the low bits of a byte (RFC 7541, 5.1).</summary>
    private static bool TryReadNumber(ref ReadOnlySpan<byte> block, int bits, out int number)
    {
        number = 0;
        if (block.IsEmpty) return false;
        var most = (1 << bits) - 1;
        number = block[0] & most;
        block = block[1..];
        if (number < most) return true;
        for (var shift = 0; shift <= 21; shift += 7)
        {
            if (block.IsEmpty) return false;
            var octet = block[0];
            block = block[1..];
            number += (octet & 0x7f) << shift;
            if ((octet & 0x80) == 0) return true;
        }

        return false;
    }
}
