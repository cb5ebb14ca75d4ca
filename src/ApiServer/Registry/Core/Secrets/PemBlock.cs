using System.Security.Cryptography;

namespace Kybernet.ApiServer.Registry.Core.Secrets;

/// <summary>One block of a PEM text.</summary>
/// <param name="Label">What stands behind BEGIN.</param>
/// <param name="Text">The block with its two lines of dashes.</param>
/// <param name="Contents">The decoded bytes.</param>
internal sealed record PemBlock(string Label, string Text, byte[] Contents)
{
    /// <summary>Every well-formed block; what stands between them is skipped.</summary>
    public static List<PemBlock> All(string text)
    {
        var blocks = new List<PemBlock>();
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var found); rest = rest[found.Location.End.Value..])
            blocks.Add(new(
                rest[found.Label].ToString(), rest[found.Location].ToString(), Convert.FromBase64String(rest[found.Base64Data].ToString())));
        return blocks;
    }
}
