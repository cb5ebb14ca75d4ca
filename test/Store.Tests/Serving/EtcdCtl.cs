using System.Diagnostics;
using Kybernet.Store.Tests.Etcd;

namespace Kybernet.Store.Tests.Serving;

/// <summary>The distribution's etcdctl against one endpoint.</summary>
internal sealed class EtcdCtl(Uri endpoint)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static string? Executable { get; } = EtcdCluster.Find("etcdctl");

    /// <summary>TLS files, when the endpoint wants them.</summary>
    public TestCertificates? Certificates { get; init; }

    /// <summary>Runs a command that must succeed; returns what it printed.</summary>
    public async Task<string> RunAsync(string command, CancellationToken cancel, string? input = null)
    {
        var (exit, output, error) = await TryAsync(command, input, cancel);
        Assert.True(exit == 0, $"etcdctl {command}: {exit}\n{output}{error}");
        return output;
    }

    /// <summary>Runs a command that must fail; returns what it complained of.</summary>
    public async Task<string> FailAsync(string command, CancellationToken cancel)
    {
        var (exit, output, error) = await TryAsync(command, null, cancel);
        Assert.True(exit != 0, $"etcdctl {command} succeeded:\n{output}");
        return error;
    }

    /// <summary>A command that runs until it is stopped, like watch.</summary>
    public Process Start(string command)
    {
        if (Executable is null) Assert.Fail("etcdctl is not installed: apt-get install etcd-client");
        var start = new ProcessStartInfo(Executable) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ETCDCTL_API"] = "3";
        start.ArgumentList.Add("--endpoints=" + endpoint.GetLeftPart(UriPartial.Authority));
        if (Certificates is { } tls)
        {
            start.ArgumentList.Add("--cacert=" + tls.CaFile);
            start.ArgumentList.Add("--cert=" + tls.ClientCertificateFile);
            start.ArgumentList.Add("--key=" + tls.ClientKeyFile);
        }

        foreach (var argument in command.Split(' ')) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private async Task<(int Exit, string Output, string Error)> TryAsync(string command, string? input, CancellationToken cancel)
    {
        using var process = Start(command);
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timer.CancelAfter(Patience);
        try
        {
            if (input is not null) await process.StandardInput.WriteAsync(input.AsMemory(), timer.Token);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(timer.Token);
            var error = process.StandardError.ReadToEndAsync(timer.Token);
            await process.WaitForExitAsync(timer.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"etcdctl {command} did not end within {Patience.TotalSeconds} s");
        }
    }
}
