using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Containerd;
using Kybernet.Kubelet.Environment;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Nodes;

/// <summary>The machine: what it has and what it is.</summary>
/// <remarks>Upstream: cadvisor's machine info; kubelet/nodestatus.</remarks>
internal sealed class NodeMachine : INodeFacts
{
    private readonly KubeletOptions _options;

    public NodeMachine(KubeletOptions options)
    {
        _options = options;
        var capacity = Capacity(options);
        Current = new(options.NodeName, Addresses(options), capacity, Allocatable(capacity, options.Reserved));
    }

    public NodeFacts Current { get; }

    public NodeSystemInfo Info(string runtimeVersion) => new()
    {
        MachineID = Text("/etc/machine-id"),
        SystemUUID = Text("/sys/class/dmi/id/product_uuid") is { Length: > 0 } uuid ? uuid : Text("/etc/machine-id"),
        BootID = Text("/proc/sys/kernel/random/boot_id"),
        KernelVersion = Text("/proc/sys/kernel/osrelease"),
        OsImage = OsImage(),
        ContainerRuntimeVersion = runtimeVersion,
        KubeletVersion = _options.Version,
        OperatingSystem = "linux",
        Architecture = PauseImage.GoName(RuntimeInformation.OSArchitecture),
    };

    /// <summary>Available memory in bytes.</summary>
    public static long AvailableMemory() => Meminfo("MemAvailable:");

    private static MapOf<Quantity> Capacity(KubeletOptions options)
    {
        Directory.CreateDirectory(options.RootDirectory);
        var disk = new DriveInfo(options.RootDirectory);
        return MapOf.Create(
        [
            KeyValuePair.Create(ResourceName.Cpu, Quantity.New(System.Environment.ProcessorCount, QuantityFormat.DecimalSI)),
            KeyValuePair.Create(ResourceName.Memory, Kibibytes(Meminfo("MemTotal:") / 1024)),
            KeyValuePair.Create(ResourceName.EphemeralStorage, Kibibytes(disk.TotalSize / 1024)),
            KeyValuePair.Create(ResourceName.Pods, Quantity.New(options.MaxPods, QuantityFormat.DecimalSI)),
            KeyValuePair.Create("hugepages-1Gi", Quantity.New(0, QuantityFormat.DecimalSI)),
            KeyValuePair.Create("hugepages-2Mi", Quantity.New(0, QuantityFormat.DecimalSI)),
        ]);
    }

    private static Quantity Kibibytes(long count) => Quantity.New(count * 1024, QuantityFormat.BinarySI);

    private static MapOf<Quantity> Allocatable(MapOf<Quantity> capacity, MapOf<Quantity> reserved) => capacity
        .Select(entry => reserved.TryGetValue(entry.Key, out var kept) ? KeyValuePair.Create(entry.Key, entry.Value - kept) : entry).ToMapOf();

    private static IReadOnlyList<string> Addresses(KubeletOptions options)
    {
        if (options.NodeIP is { } given) return [given.ToString()];
        var all = NetworkInterface.GetAllNetworkInterfaces()
            .Where(static card => card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .OrderByDescending(static card => card.GetIPProperties().GatewayAddresses.Count)
            .SelectMany(static card => card.GetIPProperties().UnicastAddresses)
            .Select(static address => address.Address)
            .Where(static address => !address.IsIPv6LinkLocal && !IPAddress.IsLoopback(address))
            .ToList();
        var first = all.Find(static address => address.AddressFamily == AddressFamily.InterNetwork) ?? all.FirstOrDefault() ?? IPAddress.Loopback;
        return [first.ToString()];
    }

    private static long Meminfo(string name)
    {
        foreach (var line in File.ReadLines("/proc/meminfo"))
        {
            if (!line.StartsWith(name, StringComparison.Ordinal)) continue;
            return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
        }

        return 0;
    }

    private static string OsImage()
    {
        const string Key = "PRETTY_NAME=";
        if (!File.Exists("/etc/os-release")) return "linux";
        var line = File.ReadLines("/etc/os-release").FirstOrDefault(static line => line.StartsWith(Key, StringComparison.Ordinal));
        return line?[Key.Length..].Trim('"') ?? "linux";
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
