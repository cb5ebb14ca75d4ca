namespace Kybernet.Kubelet.Volumes;

/// <summary>What is mounted, as the kernel says.</summary>
internal static class MountTable
{
    public static bool IsMount(string path) => All().Contains(path.TrimEnd('/'));

    /// <summary>The mount points in a directory and below.</summary>
    public static IEnumerable<string> Below(string directory)
    {
        var prefix = directory.TrimEnd('/') + "/";
        return All().Where(path => path.StartsWith(prefix, StringComparison.Ordinal));
    }

    private static IEnumerable<string> All() => File.ReadAllLines("/proc/self/mountinfo").Select(line => Unescape(line.Split(' ')[4]));

    // The kernel writes blanks and the like as three octal digits.
    private static string Unescape(string path) => path.Contains('\\', StringComparison.Ordinal)
        ? path.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal)
        : path;
}
