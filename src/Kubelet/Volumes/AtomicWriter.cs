using System.Globalization;
using Kybernet.Kubelet.Native;

namespace Kybernet.Kubelet.Volumes;

/// <summary>
/// Writes a set of files that readers see all at once: the files in a directory of their own, <c>..data</c> a link to it that is replaced in one
/// step, and a link through <c>..data</c> for every name at the top.
/// </summary>
/// <remarks>Upstream: volume/util, AtomicWriter.</remarks>
internal static class AtomicWriter
{
    private const string Data = "..data";
    private const string NewData = "..data_tmp";

    /// <returns>Whether anything had to be changed.</returns>
    public static bool Write(string directory, IReadOnlyDictionary<string, VolumeFile> files, long? group, TimeProvider time)
    {
        var data = Path.Combine(directory, Data);
        var old = new FileInfo(data).LinkTarget;
        if (old is not null && IsSame(Path.Combine(directory, old), files)) return false;

        var name = NewName(directory, time);
        var fresh = Path.Combine(directory, name);
        Directory.CreateDirectory(fresh);
        Linux.ChangeMode(fresh, group is null ? 0x1ED : 0x5FD);
        foreach (var (path, file) in files) WriteFile(fresh, path, file, group);
        if (group is not null) Linux.ChangeOwner(fresh, null, group);

        var link = Path.Combine(directory, NewData);
        File.Delete(link);
        File.CreateSymbolicLink(link, name);
        Linux.Rename(link, data);
        Link(directory, files.Keys.Select(path => path.Split('/')[0]).ToHashSet(StringComparer.Ordinal));
        if (old is not null) Directory.Delete(Path.Combine(directory, old), recursive: true);
        return true;
    }

    private static void WriteFile(string root, string path, VolumeFile file, long? group)
    {
        var full = Path.Combine(root, path);
        for (var parent = Path.GetDirectoryName(full)!; parent.Length > root.Length && !Directory.Exists(parent);) parent = CreateParents(parent, root, group);
        File.WriteAllBytes(full, file.Content);
        Linux.ChangeMode(full, file.Mode);
        if (file.User is not null || group is not null) Linux.ChangeOwner(full, file.User, group);
    }

    private static string CreateParents(string directory, string root, long? group)
    {
        Directory.CreateDirectory(directory);
        for (var each = directory; each.Length > root.Length; each = Path.GetDirectoryName(each)!)
            if (group is not null) Linux.ChangeOwner(each, null, group);
        return root;
    }

    private static void Link(string directory, HashSet<string> names)
    {
        foreach (var name in names)
        {
            var link = Path.Combine(directory, name);
            if (new FileInfo(link).LinkTarget is null) File.CreateSymbolicLink(link, $"{Data}/{name}");
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(directory))
        {
            var name = Path.GetFileName(entry);
            if (!name.StartsWith("..", StringComparison.Ordinal) && !names.Contains(name)) File.Delete(entry);
        }
    }

    private static bool IsSame(string directory, IReadOnlyDictionary<string, VolumeFile> files)
    {
        if (!Directory.Exists(directory)) return false;
        var there = Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(directory, path)).ToList();
        return there.Count == files.Count && there.All(path => files.TryGetValue(path, out var file)
            && Linux.ModeOf(Path.Combine(directory, path)) == file.Mode
            && File.ReadAllBytes(Path.Combine(directory, path)).AsSpan().SequenceEqual(file.Content));
    }

    private static string NewName(string directory, TimeProvider time)
    {
        var name = ".." + time.GetUtcNow().ToString("yyyy_MM_dd_HH_mm_ss.fffffff", CultureInfo.InvariantCulture);
        return Directory.Exists(Path.Combine(directory, name)) ? name + "x" : name;
    }
}
