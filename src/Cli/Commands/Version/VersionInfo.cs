using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kybernet.Cli.Commands.Version;

/// <summary>What a build of Kybernet is: upstream's <c>version.Info</c>.</summary>
public sealed record VersionInfo
{
    /// <summary>Kybernet's own version: <c>0.1.0</c>.</summary>
    public required string ProductVersion { get; init; }

    /// <summary>The minor version of Kubernetes whose API this is: <c>1.36</c>.</summary>
    public required string KubernetesVersion { get; init; }

    /// <summary>The commit the sources are of, "" when the build did not know.</summary>
    public string GitCommit { get; init; } = "";

    /// <summary><c>clean</c>, <c>dirty</c>, or "" when the build did not know.</summary>
    public string GitTreeState { get; init; } = "";

    /// <summary>RFC 3339; the epoch when the build did not know, as upstream.</summary>
    public string BuildDate { get; init; } = "1970-01-01T00:00:00Z";

    /// <summary>The runtime, in the place where upstream names its own.</summary>
    public string RuntimeVersion { get; init; } = RuntimeInformation.FrameworkDescription;

    public string Compiler { get; init; } = RuntimeFeature.IsDynamicCodeSupported ? "jit" : "nativeaot";

    /// <summary>Operating system and architecture in Go's names: <c>linux/amd64</c>.</summary>
    public string Platform { get; init; } = RunningPlatform();

    public string Major => KubernetesVersion.Split('.')[0];

    public string Minor => KubernetesVersion.Split('.')[1];

    /// <summary>
    /// The semantic version clients compare: Kubernetes' own, with Kybernet's as build metadata, which comparison ignores:
    /// <c>v1.36.0+kybernet.0.1.0</c>.
    /// </summary>
    public string GitVersion => $"v{KubernetesVersion}.0+kybernet.{ProductVersion}";

    private static string RunningPlatform()
    {
        var system = OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : "linux";
        var architecture = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "amd64",
            Architecture.X86 => "386",
            Architecture.Ppc64le => "ppc64le",
            var other => other.ToString().ToLowerInvariant(),
        };
        return $"{system}/{architecture}";
    }
}
