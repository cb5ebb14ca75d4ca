using System.Diagnostics;
using System.Net;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Kubelet.Tests.Real;

/// <summary>A real node: API server in memory, kubelet, a containerd of its own in a network of its own. Leaves nothing behind.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    public const string Name = "node-a";
    private const string CniPlugins = "/usr/lib/cni";

    private readonly string _directory;
    private readonly string _network;
    private readonly SharedInformers _informers;
    private KubeletService? _kubelet;

    private TestNode(string directory, string network, TestCluster cluster)
    {
        _directory = directory;
        _network = network;
        Cluster = cluster;
        _informers = new(cluster.Client, new(ApiSchema.Create()), TimeProvider.System, 1, NullLoggerFactory.Instance);
    }

    public TestCluster Cluster { get; }

    public EventLog Events { get; } = new();

    public KubeletService Kubelet => _kubelet!;

    public string Directory => _directory;

    /// <summary>Why there can be no real node here; null when there can.</summary>
    public static string? Obstacle()
    {
        if (System.Environment.UserName != "root") return "needs root";
        if (!File.Exists("/usr/bin/containerd") || !File.Exists("/usr/sbin/runc")) return "needs containerd and runc";
        if (!System.IO.Directory.Exists(CniPlugins)) return "needs the CNI plugins";
        return BusyboxImage.IsPossible ? null : "needs a static busybox";
    }

    public static async Task<TestNode> StartAsync(CancellationToken cancel)
    {
        Assert.SkipWhen(Obstacle() is not null, Obstacle() ?? "");
        var id = System.Environment.ProcessId.ToString("x", System.Globalization.CultureInfo.InvariantCulture) + Guid.NewGuid().ToString("n")[..4];
        var directory = Path.Combine(Path.GetTempPath(), $"kyb-{id}");
        System.IO.Directory.CreateDirectory(Path.Combine(directory, "cni"));
        System.IO.Directory.CreateDirectory(Path.Combine(directory, "images"));
        System.IO.Directory.CreateDirectory(Path.Combine(directory, "manifests"));
        await RunAsync("ip", ["netns", "add", $"kyb-{id}"], cancel);
        await RunAsync("ip", ["-n", $"kyb-{id}", "link", "set", "lo", "up"], cancel);
        // The runtime, not the kubelet, is in the network of its own.
        var wrapper = Path.Combine(directory, "containerd");
        await File.WriteAllTextAsync(wrapper, $"#!/bin/sh\nexec nsenter --net=/run/netns/kyb-{id} /usr/bin/containerd \"$@\"\n", cancel);
        Native.Linux.ChangeMode(wrapper, 0x140);
        await File.WriteAllTextAsync(Path.Combine(directory, "cni", "10-test.conflist"), Cni(directory), cancel);
        BusyboxImage.Write(Path.Combine(directory, "images", "busybox.tar"));
        var node = new TestNode(directory, $"kyb-{id}", await TestCluster.StartAsync(new() { StartTime = DateTimeOffset.UtcNow }, cancel));
        try
        {
            await node.StartKubeletAsync(cancel);
            while (await node.Kubelet.Images.ImageStatusAsync(BusyboxImage.Name, cancel) is null) await Task.Delay(20, cancel);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public async Task StartKubeletAsync(CancellationToken cancel) => _kubelet = await KubeletService.StartAsync(
        new()
        {
            NodeName = Name,
            NodeIP = IPAddress.Parse("10.0.0.7"),
            RootDirectory = Path.Combine(_directory, "kubelet"),
            PodLogsDirectory = Path.Combine(_directory, "logs"),
            ImageDirectory = Path.Combine(_directory, "images"),
            StaticPodDirectory = Path.Combine(_directory, "manifests"),
            CgroupRoot = $"/{_network}",
            ClusterDns = ["10.96.0.10"],
            Containerd = new()
            {
                RootDirectory = Path.Combine(_directory, "lib"),
                StateDirectory = Path.Combine(_directory, "run"),
                Binary = Path.Combine(_directory, "containerd"),
                CniConfigDirectory = Path.Combine(_directory, "cni"),
                CniBinDirectory = CniPlugins,
            },
        },
        Cluster.Client, _informers, Events, TimeProvider.System, NullLoggerFactory.Instance, cancel);

    public async Task StopKubeletAsync()
    {
        if (_kubelet is not null) await _kubelet.DisposeAsync();
        _kubelet = null;
    }

    /// <summary>Runs a pod of the YAML of its spec.</summary>
    public Task ApplyAsync(string name, string spec, CancellationToken cancel) => Cluster.ApplyAsync(
        $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\n  namespace: default\nspec:\n  nodeName: {Name}\n  automountServiceAccountToken: false\n"
        + string.Join('\n', spec.Split('\n').Select(line => "  " + line)) + "\n", cancel);

    public Task<Pod> EventuallyAsync(string name, Func<Pod, bool> isSo, CancellationToken cancel) =>
        Cluster.EventuallyAsync<Pod>($"default/{name}", isSo, cancel);

    public async Task<string> LogAsync(Pod pod, string container, CancellationToken cancel)
    {
        var directory = Path.Combine(_directory, "logs", $"{pod.Metadata.Namespace}_{pod.Metadata.Name}_{pod.Metadata.Uid}", container);
        var file = System.IO.Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal).Last();
        return string.Join('\n', (await File.ReadAllLinesAsync(file, cancel)).Select(line => line.Split(' ', 4)[3]));
    }

    public async ValueTask DisposeAsync()
    {
        var cancel = CancellationToken.None;
        if (_kubelet is not null)
        {
            await WipeAsync(cancel);
            await StopKubeletAsync();
        }

        await _informers.DisposeAsync();
        await Cluster.DisposeAsync();
        const string RemoveCgroups = "find /sys/fs/cgroup -depth -type d -path \"*/$0*\" -exec rmdir {} + 2>/dev/null";
        await RunAsync("sh", ["-c", $"{RemoveCgroups}; ip netns del $0", _network], cancel);
        const string RemoveFiles = "awk '{print $5}' /proc/self/mountinfo | grep \"^$0/\" | sort -r | xargs -r umount -l; rm -rf \"$0\"";
        await RunAsync("sh", ["-c", RemoveFiles, _directory], cancel);
    }

    /// <summary>Ends and removes every container, while the kubelet's own loops may do the same.</summary>
    private async Task WipeAsync(CancellationToken cancel)
    {
        var runtime = Kubelet.Runtime;
        await Kubelet.Workers.DisposeAsync();
        foreach (var sandbox in await runtime.ListPodSandboxesAsync(null, cancel))
        {
            await runtime.StopPodSandboxAsync(sandbox.Id, cancel);
            await runtime.RemovePodSandboxAsync(sandbox.Id, cancel);
        }
    }

    private static string Cni(string directory) => $$$"""
        {"cniVersion":"0.4.0","name":"test","plugins":[{"type":"bridge","bridge":"cni0","isGateway":true,"ipMasq":false,
        "ipam":{"type":"host-local","dataDir":"{{{directory}}}/ipam","ranges":[[{"subnet":"10.231.0.0/24"}]]}}]}
        """;

    private static async Task RunAsync(string program, string[] arguments, CancellationToken cancel)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(cancel);
        Assert.Equal(0, process.ExitCode);
    }
}
