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
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        using var pause = Process.Start(file);
        // Blocked signals show in the process's status; before that it would die of them.
        while (!(await File.ReadAllTextAsync($"/proc/{pause.Id}/status", cancel)).Contains("SigBlk:\t0000000000014002", StringComparison.Ordinal))
            await Task.Yield();
        using var kill = Process.Start("kill", ["-TERM", $"{pause.Id}"]);
        await pause.WaitForExitAsync(cancel);

        Assert.Equal(0, pause.ExitCode);
        directory.Delete(recursive: true);
    }
}
