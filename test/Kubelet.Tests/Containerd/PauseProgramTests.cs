using System.Diagnostics;
using System.Runtime.InteropServices;
using Kybernet.Kubelet.Containerd;

namespace Kybernet.Kubelet.Tests.Containerd;

public sealed class PauseProgramTests
{
    [Fact]
    public async Task Program_Terminated_ExitsWithZero()
    {
        var cancel = TestContext.Current.CancellationToken;
        var directory = Directory.CreateTempSubdirectory("kyb-");
        var file = Path.Combine(directory.FullName, "pause");
        await File.WriteAllBytesAsync(file, PauseProgram.For(RuntimeInformation.ProcessArchitecture), cancel);
        Native.Linux.ChangeMode(file, 0x140);

        using var pause = Process.Start(file);
        // It sleeps when it waits for signals; before that it would die of them.
        while (await File.ReadAllTextAsync($"/proc/{pause.Id}/status", cancel) is var status
            && !(status.Contains("Name:\tpause", StringComparison.Ordinal) && status.Contains("State:\tS", StringComparison.Ordinal)))
            await Task.Yield();
        using var kill = Process.Start("kill", ["-TERM", $"{pause.Id}"]);
        await pause.WaitForExitAsync(cancel);

        Assert.Equal(0, pause.ExitCode);
        directory.Delete(recursive: true);
    }
}
