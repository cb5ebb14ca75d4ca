using System.Runtime.InteropServices;

namespace Kybernet.Kubelet.Containerd;

/// <summary>The image of sandboxes. Made here, so that a node needs no registry to start its first pod.</summary>
internal static class PauseImage
{
    public const string Name = "kybernet.local/pause:1";

    /// <summary>Go's name of an architecture.</summary>
    public static string GoName(Architecture architecture) => architecture switch
    {
        Architecture.X64 => "amd64",
        Architecture.Arm64 => "arm64",
        _ => architecture.ToString().ToLowerInvariant(),
    };

    public static void Write(Stream output, Architecture architecture) => OciArchive.Write(
        output, Name, GoName(architecture), OciArchive.LayerOf("pause", PauseProgram.For(architecture)), """{"User":"65535:65535","Entrypoint":["/pause"]}""");
}
