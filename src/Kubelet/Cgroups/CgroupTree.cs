using System.Globalization;
using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Cgroups;

/// <summary>The cgroups of quality classes and pods, version 1 or 2, as the cgroupfs driver lays them out: <c>kubepods/burstable/podUID</c>.</summary>
/// <remarks>Upstream: kubelet/cm, qos_container_manager_linux and pod_container_manager_linux.</remarks>
internal sealed class CgroupTree
{
    private const string Mount = "/sys/fs/cgroup";

    // Those that exist are used. A sandbox's own cgroup is made by runc below all of them.
    private static readonly string[] s_controllers = ["cpu", "cpuacct", "cpuset", "memory", "pids", "freezer", "devices", "blkio", "systemd", "unified"];

    private readonly string _root;
    private readonly bool _isVersion2;

    /// <param name="root">The cgroup to stand below, from the mount's root.</param>
    public CgroupTree(string root)
    {
        _root = root.Trim('/');
        _isVersion2 = File.Exists($"{Mount}/cgroup.controllers");
    }

    /// <summary>The cgroup of a pod, as the runtime is told it.</summary>
    public string ParentOf(Pod pod, string uid) => "/" + Join(Class(PodQos.Of(pod)), $"pod{uid}");

    public void CreateClasses()
    {
        foreach (var name in new[] { "", "burstable", "besteffort" }) Create(Join(name));
        Write(Join("besteffort"), "cpu", "cpu.shares", "2", "cpu.weight", "1");
    }

    /// <summary>Makes the cgroup of a pod, or gives it other limits.</summary>
    public void CreatePod(Pod pod, string uid, PodResources resources)
    {
        var path = ParentOf(pod, uid).TrimStart('/');
        Create(path);
        Write(path, "cpu", "cpu.shares", Text(resources.CpuShares), "cpu.weight", Text(CpuAmounts.Weight(resources.CpuShares)));
        var quota = resources.CpuQuota > 0 ? Text(resources.CpuQuota) : null;
        var memory = resources.MemoryLimitBytes > 0 ? Text(resources.MemoryLimitBytes) : null;
        Write(path, "cpu", "cpu.cfs_quota_us", quota ?? "-1", "cpu.max", $"{quota ?? "max"} {CpuAmounts.Period}");
        Write(path, "memory", "memory.limit_in_bytes", memory ?? "-1", "memory.max", memory ?? "max");
    }

    /// <summary>Removes a pod's cgroup; processes in it are gone before.</summary>
    public void RemovePod(string uid)
    {
        foreach (var name in new[] { "", "burstable", "besteffort" })
            foreach (var directory in Directories(Join(name, $"pod{uid}"))) RemoveTree(directory);
    }

    /// <summary>Pods that have a cgroup, by uid.</summary>
    public IReadOnlyCollection<string> Pods()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in new[] { "", "burstable", "besteffort" })
            foreach (var directory in Directories(Join(name)).Where(Directory.Exists))
                foreach (var pod in Directory.EnumerateDirectories(directory, "pod*")) found.Add(Path.GetFileName(pod)["pod".Length..]);
        return found;
    }

    /// <summary>Removes all that <see cref="CreateClasses"/> made, when no pod is left.</summary>
    public void RemoveClasses()
    {
        foreach (var directory in Directories(Join(""))) RemoveTree(directory);
    }

    private static string Class(string qos) => qos switch
    {
        PodQOSClass.Burstable => "burstable",
        PodQOSClass.BestEffort => "besteffort",
        _ => "",
    };

    private string Join(params ReadOnlySpan<string> names)
    {
        var path = _root.Length == 0 ? "kubepods" : $"{_root}/kubepods";
        foreach (var name in names)
            if (name.Length > 0) path += "/" + name;
        return path;
    }

    private IEnumerable<string> Directories(string path) => _isVersion2
        ? [$"{Mount}/{path}"]
        : s_controllers.Where(controller => Directory.Exists($"{Mount}/{controller}")).Select(controller => $"{Mount}/{controller}/{path}");

    private void Create(string path)
    {
        foreach (var directory in Directories(path))
        {
            Directory.CreateDirectory(directory);
            // A cpuset without processors and memory takes no process.
            if (!_isVersion2 && directory.StartsWith($"{Mount}/cpuset/", StringComparison.Ordinal)) InheritCpuset(directory);
        }

        if (_isVersion2) DelegateControllers(path);
    }

    private static void InheritCpuset(string directory)
    {
        if (Path.GetDirectoryName(directory) is { } parent && parent != $"{Mount}/cpuset") InheritCpuset(parent);
        foreach (var file in new[] { "cpuset.cpus", "cpuset.mems" })
        {
            var own = Path.Combine(directory, file);
            if (File.ReadAllText(own).Trim().Length == 0) File.WriteAllText(own, File.ReadAllText(Path.Combine(directory, "..", file)));
        }
    }

    private static void DelegateControllers(string path)
    {
        var directory = Mount;
        foreach (var part in path.Split('/'))
        {
            var controllers = File.ReadAllText($"{directory}/cgroup.controllers").Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
            if (controllers.Length > 0) File.WriteAllText($"{directory}/cgroup.subtree_control", string.Join(' ', controllers.Select(name => "+" + name)));
            directory += "/" + part;
        }
    }

    private void Write(string path, string controller, string file1, string value1, string file2, string value2)
    {
        var (directory, file, value) = _isVersion2 ? ($"{Mount}/{path}", file2, value2) : ($"{Mount}/{controller}/{path}", file1, value1);
        if (File.Exists($"{directory}/{file}")) File.WriteAllText($"{directory}/{file}", value);
    }

    private static void RemoveTree(string directory)
    {
        if (!Directory.Exists(directory)) return;
        foreach (var child in Directory.EnumerateDirectories(directory)) RemoveTree(child);
        try
        {
            // A cgroup's files cannot be removed and go with it.
            Directory.Delete(directory);
        }
        catch (IOException)
        {
            // A process is still leaving; the next sweep finds it empty.
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
