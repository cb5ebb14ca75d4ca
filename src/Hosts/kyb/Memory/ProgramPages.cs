using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Kybernet.Hosts.Kyb.Memory;

/// <summary>
/// The pages of the program and its libraries that lie in memory as they lie on disk. A start runs through most of the code once; the
/// kernel leaves every page it touched, and the fifteen beside it, with the process for good.
/// </summary>
internal static partial class ProgramPages
{
    private const int DontNeed = 4;

    /// <summary>Gives back all of them. Those that are used again come back by themselves, from the page cache as long as it has them.</summary>
    public static void Release()
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (var (start, length) in Unchanged(File.ReadLines("/proc/self/smaps")).ToArray())
            if (Advise(start, length, DontNeed) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>
    /// The mappings of files on disk that cannot be written to and in which no page is the process's own. A page that was written to before (the
    /// loader's relocations) is not in the file: it would be lost.
    /// </summary>
    /// <param name="lines">Of <c>/proc/PID/smaps</c>.</param>
    public static IEnumerable<(nint Start, nuint Length)> Unchanged(IEnumerable<string> lines)
    {
        (nint Start, nuint Length)? mapping = null;
        var own = 0;
        foreach (var line in lines)
        {
            // 55e0a4c45000-55e0a631a000 r-xp 00045000 fe:00 1311 /usr/bin/kyb, then a line for each figure: "Anonymous:   0 kB".
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is [var name, var amount, ..] && name.EndsWith(':'))
            {
                if (name is "Anonymous:" or "Swap:") own += int.Parse(amount, CultureInfo.InvariantCulture);
                continue;
            }

            if (mapping is { } ended && own == 0) yield return ended;
            (mapping, own) = (Of(words), 0);
        }

        if (mapping is { } last && own == 0) yield return last;
    }

    /// <summary>Null for what can be written to, is shared, or is of no file on a disk (<c>memfd</c> has its pages nowhere else).</summary>
    private static (nint Start, nuint Length)? Of(string[] words)
    {
        if (words is not [var range, ['r', '-', _, 'p'], _, _, not "0", ['/', ..] path, ..]) return null;
        if (path.StartsWith("/memfd:", StringComparison.Ordinal)) return null;
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var start = nint.Parse(range.AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return (start, (nuint)(nint.Parse(range.AsSpan(dash + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) - start));
    }

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Advise(nint start, nuint length, int advice);
}
