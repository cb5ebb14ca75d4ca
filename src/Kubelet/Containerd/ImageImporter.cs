using System.Runtime.InteropServices;
using Kybernet.Kubelet.Cri;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Containerd;

/// <summary>Brings images from files into containerd.</summary>
/// <param name="options">Which containerd.</param>
/// <param name="images">Its images.</param>
/// <param name="time">Time.</param>
/// <param name="log">Log.</param>
internal sealed class ImageImporter(ContainerdOptions options, IImageService images, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);
    private const int Attempts = 250;

    /// <summary>Makes sure that the image of sandboxes is there.</summary>
    public async Task EnsurePauseAsync(CancellationToken cancel)
    {
        if (await images.ImageStatusAsync(PauseImage.Name, cancel) is not null) return;
        var file = Path.Combine(options.StateDirectory, "pause.tar");
        await using (var output = File.Create(file)) PauseImage.Write(output, RuntimeInformation.ProcessArchitecture);
        await ImportAsync(file, cancel);
        File.Delete(file);
        // The runtime interface learns of the image by an event.
        for (var i = 0; i < Attempts && await images.ImageStatusAsync(PauseImage.Name, cancel) is null; i++) await Task.Delay(s_interval, time, cancel);
    }

    /// <summary>Imports every archive of a directory that this containerd has not imported yet. A file counts as imported while it is not changed.</summary>
    public async Task ImportDirectoryAsync(string directory, CancellationToken cancel)
    {
        if (directory.Length == 0 || !Directory.Exists(directory)) return;
        var done = Path.Combine(options.RootDirectory, "imported");
        Directory.CreateDirectory(done);
        foreach (var file in Directory.EnumerateFiles(directory, "*.tar").Order(StringComparer.Ordinal))
        {
            var mark = Path.Combine(done, $"{Path.GetFileName(file)}.{new FileInfo(file).Length:x}.{File.GetLastWriteTimeUtc(file).Ticks:x}");
            if (File.Exists(mark)) continue;
            try
            {
                await ImportAsync(file, cancel);
                await File.WriteAllTextAsync(mark, "", cancel);
                KubeletLog.ImageImported(log, file);
            }
            catch (InvalidOperationException e)
            {
                KubeletLog.ImageImportFailed(log, file, e.Message);
            }
        }
    }

    public Task ImportAsync(string file, CancellationToken cancel) =>
        CommandRunner.RunAsync(options.Ctr, ["--address", options.Socket, "--namespace", "k8s.io", "images", "import", file], cancel);
}
