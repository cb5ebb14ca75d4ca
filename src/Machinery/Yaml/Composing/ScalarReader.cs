using Kybernet.Machinery.Yaml.Parsing;
using Kybernet.Machinery.Yaml.Resolving;

namespace Kybernet.Machinery.Yaml.Composing;

/// <summary>Resolves scalar nodes.</summary>
internal static class ScalarReader
{
    /// <summary>Resolves a scalar, whose value is <paramref name="text"/> where it is text.</summary>
    /// <returns>Null when the text is none of its tag's type; <paramref name="problem"/> says why.</returns>
    public static ResolvedScalar? Read(NodeTree tree, int node, out ReadOnlySpan<byte> text, out string? problem)
    {
        text = tree.TextOf(node);
        problem = null;
        if (tree[node].Tag is not { } tag) return tree[node].IsImplicit ? ScalarResolver.Resolve(text) : ResolvedScalar.Text;
        if (tag == CoreTag.Binary)
        {
            var decoded = Decode(text);
            if (decoded is null) problem = "!!binary value contains invalid base64 data";
            text = decoded;
            return decoded is null ? null : ResolvedScalar.Text;
        }

        var value = ScalarResolver.ResolveTagged(tag, text, out problem);
        return problem is null ? value : null;
    }

    /// <summary>Line breaks may stand anywhere in the text, other blanks may not.</summary>
    private static byte[]? Decode(ReadOnlySpan<byte> base64)
    {
        if (base64.IndexOfAny((byte)' ', (byte)'\t') >= 0) return null;
        var decoded = new byte[(base64.Length / 4 * 3) + 3];
        var status = System.Buffers.Text.Base64.DecodeFromUtf8(base64, decoded, out _, out var written);
        return status == System.Buffers.OperationStatus.Done ? decoded[..written] : null;
    }
}
