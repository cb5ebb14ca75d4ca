using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Kybernet.Hosts.Tests.Crash;

/// <summary><c>kyb up</c> as a process of its own in a network of its own, which can be killed and started again.</summary>
internal sealed class CrashNode : IAsyncDisposable
{
    private const string Address = "172.31.99.1";
    private readonly string _network;
    private Process? _kyb;
    private string _output = "";

    private CrashNode(string network, string data) => (_network, Data) = (network, data);

    public string Data { get; }

    /// <summary>Where <c>kyb up</c> has its sockets.</summary>
    public string State => Path.Combine("/run/kybernet", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Data)))[..8]);

    /// <summary>Why there can be no cluster here; null when there can.</summary>
    public static string? Lack()
    {
        if (!Environment.IsPrivilegedProcess) return "needs root";
        foreach (var program in (string[])["/usr/bin/containerd", "/usr/sbin/runc", "/usr/lib/cni/bridge", "/usr/bin/nsenter"])
            if (!File.Exists(program)) return $"needs {program}";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return folders.Any(folder => File.Exists(Path.Combine(folder, "kubectl"))) ? null : "needs kubectl";
    }

    public static async Task<CrashNode> CreateAsync(CancellationToken cancel)
    {
        Assert.SkipWhen(Lack() is not null, Lack() ?? "");
        var network = $"kybcrash-{Environment.ProcessId:x}";
        var node = new CrashNode(network, Directory.CreateTempSubdirectory("kyb-crash-").FullName);
        await node.RunAsync("ip", ["netns", "add", network], cancel);
        // A way out has to be there: services are reached by it.
        await node.InsideAsync(
            $"ip link set lo up; ip link add br0 type bridge; ip addr add {Address}/24 dev br0; ip link add v0 type veth peer name v1; "
            + "ip link set v0 master br0 up; ip link set v1 up; ip link set br0 up; ip route add default via 172.31.99.254", cancel);
        return node;
    }

    /// <summary>Returns when the node is ready.</summary>
    public async Task StartAsync(bool keeps, CancellationToken cancel)
    {
        string[] arguments = ["up", "--data-dir", Data, "--node-ip", Address, "--node-name", "crash", .. keeps ? (string[])["--keep"] : []];
        var start = new ProcessStartInfo("nsenter", [$"--net=/run/netns/{_network}", Path.Combine(AppContext.BaseDirectory, "kyb"), .. arguments])
        {
            RedirectStandardOutput = true,
        };
        var kyb = _kyb = Process.Start(start)!;
        _output = "";
        while (await kyb.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            _output += line + "\n";
            if (line.StartsWith("Ctrl-C", StringComparison.Ordinal)) return;
        }

        Assert.Fail($"kyb up ended: {_output}");
    }

    /// <summary>As a crash would.</summary>
    public async Task KillAsync(CancellationToken cancel)
    {
        _kyb!.Kill();
        await _kyb.WaitForExitAsync(cancel);
    }

    /// <summary>As Ctrl-C would.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        await RunAsync("kill", ["-TERM", $"{_kyb!.Id}"], cancel);
        await _kyb.WaitForExitAsync(cancel);
        Assert.Equal(0, _kyb.ExitCode);
        _kyb = null;
    }

    public Task KillContainerdAsync(CancellationToken cancel) => RunAsync("sh", ["-c", $"kill -9 $(cat {State}/containerd/containerd.pid)"], cancel);

    /// <summary>Every pod with its container, by name.</summary>
    public async Task<SortedDictionary<string, CrashPod>> PodsAsync(CancellationToken cancel)
    {
        using var answer = JsonDocument.Parse(await KubectlAsync("get pods -o json", "", cancel));
        var pods = new SortedDictionary<string, CrashPod>(StringComparer.Ordinal);
        foreach (var pod in answer.RootElement.GetProperty("items").EnumerateArray())
            pods[pod.GetProperty("metadata").GetProperty("name").GetString()!] = CrashPod.Of(pod);
        return pods;
    }

    public Task<string> KubectlAsync(string arguments, string input, CancellationToken cancel) =>
        InsideAsync($"kubectl --kubeconfig {Data}/admin.kubeconfig {arguments} <<'END'\n{input}\nEND\n", cancel);

    /// <summary>Runs a script in the node's network; it has to succeed.</summary>
    public Task<string> InsideAsync(string script, CancellationToken cancel) =>
        RunAsync("nsenter", [$"--net=/run/netns/{_network}", "sh", "-ec", script], cancel);

    public async ValueTask DisposeAsync()
    {
        var cancel = CancellationToken.None;
        if (_kyb is { HasExited: false }) await StopAsync(cancel);
        await RunAsync("ip", ["netns", "del", _network], cancel);
        try
        {
            if (Directory.Exists(Data)) Directory.Delete(Data, recursive: true);
        }
        catch (IOException)
        {
            // Mounts that were left: the test says so, or has failed before.
        }
    }

    private async Task<string> RunAsync(string program, string[] arguments, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {process.ExitCode}\n{output}\n{_output}");
        return output;
    }
}
