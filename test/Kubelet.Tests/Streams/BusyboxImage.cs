using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Kybernet.Kubelet.Tests.Streams;

/// <summary>An image with this machine's static busybox, as <c>docker save</c> writes images.</summary>
internal static class BusyboxImage
{
    public const string Name = "docker.io/library/busybox:test";
    public const string Program = "/bin/busybox";

    private static readonly string[] s_tools =
        ["sh", "cat", "echo", "sleep", "tar", "md5sum", "head", "seq", "tty", "stty", "httpd", "ls", "mkdir", "true", "wc", "test", "rm"];

    public static void Write(string path)
    {
        var layer = Layer();
        var digest = Convert.ToHexStringLower(SHA256.HashData(layer));
        const string Run = """{"Entrypoint":["/bin/sleep"],"Cmd":["1000000"],"Env":["PATH=/bin"]}""";
        var config = $$$"""
            {"architecture":"amd64","os":"linux","config":{{{Run}}},"rootfs":{"type":"layers","diff_ids":["sha256:{{{digest}}}"]}}
            """;
        using var output = File.Create(path);
        using var tar = new TarWriter(output, TarEntryFormat.Pax);
        Add(tar, "config.json", Encoding.UTF8.GetBytes(config));
        Add(tar, "layer.tar", layer);
        Add(tar, "manifest.json", Encoding.UTF8.GetBytes($$"""[{"Config":"config.json","RepoTags":["{{Name}}"],"Layers":["layer.tar"]}]"""));
    }

    private static byte[] Layer()
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "bin/") { Mode = (UnixFileMode)0x1ed });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "data/") { Mode = (UnixFileMode)0x1ff });
            var program = File.ReadAllBytes(File.ResolveLinkTarget(HostBusybox, true)?.FullName ?? HostBusybox);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "bin/busybox") { Mode = (UnixFileMode)0x1ed, DataStream = new MemoryStream(program) });
            foreach (var tool in s_tools) tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{tool}") { LinkName = "busybox" });
        }

        return bytes.ToArray();
    }

    public static string HostBusybox => "/usr/bin/busybox";

    private static void Add(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
}
