using System.Formats.Tar;
using System.Runtime.InteropServices;
using Kybernet.Kubelet.Containerd;

namespace Kybernet.Kubelet.Tests.Real;

/// <summary>An image of the machine's own static busybox.</summary>
internal static class BusyboxImage
{
    public const string Name = "docker.io/library/busybox:test";
    private const string Program = "/usr/bin/busybox";

    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public static bool IsPossible => File.Exists(Program);

    public static void Write(string file)
    {
        var layer = new MemoryStream();
        using (var tar = new TarWriter(layer, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var directory in new[] { "bin/", "etc/", "tmp/" })
                tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, directory) { Mode = Executable });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "bin/busybox")
            {
                Mode = Executable,
                DataStream = new MemoryStream(File.ReadAllBytes(Program)),
            });
            foreach (var applet in "sh sleep cat echo true false ls id env hostname touch stat test nc httpd mkdir".Split(' '))
                tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{applet}") { LinkName = "busybox", Mode = Executable });
        }

        using var output = File.Create(file);
        OciArchive.Write(output, Name, PauseImage.GoName(RuntimeInformation.ProcessArchitecture), layer.ToArray(), """{"Env":["PATH=/bin"],"Cmd":["sh"]}""");
    }
}
