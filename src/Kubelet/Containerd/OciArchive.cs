using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Kybernet.Kubelet.Containerd;

/// <summary>An image of one layer as an OCI layout in a tar file.</summary>
internal static class OciArchive
{
    private static readonly DateTimeOffset s_time = DateTimeOffset.UnixEpoch;

    /// <summary>Writes the archive.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="name">With registry and tag: <c>registry.example/pause:1</c>.</param>
    /// <param name="architecture">Go's name: <c>amd64</c>.</param>
    /// <param name="layer">An uncompressed tar of the root file system.</param>
    /// <param name="runConfigJson">The image's <c>config</c> object: entry point, user, environment.</param>
    public static void Write(Stream output, string name, string architecture, byte[] layer, string runConfigJson)
    {
        var layerDigest = Digest(layer);
        var config = Encoding.UTF8.GetBytes(
            $$$"""{"architecture":"{{{architecture}}}","os":"linux","config":{{{runConfigJson}}}"""
            + $$$""","rootfs":{"type":"layers","diff_ids":["sha256:{{{layerDigest}}}"]}}""");
        var manifest = Encoding.UTF8.GetBytes(
            """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":"""
            + Descriptor("application/vnd.oci.image.config.v1+json", config)
            + ",\"layers\":[" + Descriptor("application/vnd.oci.image.layer.v1.tar", layer) + "]}");
        var index = Encoding.UTF8.GetBytes(
            "{\"schemaVersion\":2,\"manifests\":[" + Descriptor("application/vnd.oci.image.manifest.v1+json", manifest)[..^1]
            + $$$""","platform":{"architecture":"{{{architecture}}}","os":"linux"},"annotations":{"io.containerd.image.name":"{{{name}}}"}}]}""");

        using var tar = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true);
        Add(tar, "oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray(), UnixFileMode.UserRead);
        Add(tar, "index.json", index, UnixFileMode.UserRead);
        foreach (var blob in new[] { manifest, config, layer }) Add(tar, $"blobs/sha256/{Digest(blob)}", blob, UnixFileMode.UserRead);
    }

    /// <summary>A layer with one file that can be executed.</summary>
    public static byte[] LayerOf(string path, byte[] program)
    {
        var layer = new MemoryStream();
        using (var tar = new TarWriter(layer, TarEntryFormat.Pax, leaveOpen: true))
        {
            const UnixFileMode All = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
            Add(tar, path, program, All);
        }

        return layer.ToArray();
    }

    private static void Add(TarWriter tar, string path, byte[] content, UnixFileMode mode) => tar.WriteEntry(
        new PaxTarEntry(TarEntryType.RegularFile, path) { Mode = mode, ModificationTime = s_time, DataStream = new MemoryStream(content) });

    private static string Descriptor(string mediaType, byte[] content) =>
        $$"""{"mediaType":"{{mediaType}}","digest":"sha256:{{Digest(content)}}","size":{{content.Length}}}""";

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
