namespace Kybernet.Client.Kubeconfigs;

/// <summary>Finds and merges kubeconfig files, by clientcmd's rules.</summary>
public static class KubeconfigFiles
{
    /// <summary>The files that count: the one asked for, else those of the variable, else that of the home directory.</summary>
    /// <param name="explicitPath">Of <c>--kubeconfig</c>; empty when it is not given.</param>
    /// <param name="variable">The value of <c>KUBECONFIG</c>: paths with the system's separator.</param>
    /// <param name="home">The home directory.</param>
    public static IReadOnlyList<string> Paths(string explicitPath, string variable, string home)
    {
        if (explicitPath.Length > 0) return [explicitPath];
        var listed = variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToArray();
        return listed.Length > 0 ? listed : [Path.Combine(home, ".kube", "config")];
    }

    /// <summary>All of them together; of what several say, the first counts. Files that are not there are left out, unless it is the only one
    /// and <paramref name="isRequired"/>.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="FormatException">A file is no kubeconfig; the message names it.</exception>
    public static async Task<Kubeconfig> LoadAsync(IReadOnlyList<string> paths, bool isRequired, CancellationToken cancel)
    {
        var merged = Kubeconfig.Empty;
        foreach (var path in paths)
        {
            if (!isRequired && !File.Exists(path)) continue;
            try
            {
                var text = await File.ReadAllTextAsync(path, cancel);
                merged = merged.MergedWith(KubeconfigReader.Read(text, Path.GetDirectoryName(Path.GetFullPath(path))!));
            }
            catch (FormatException e)
            {
                throw new FormatException($"error loading config file \"{path}\": {e.Message}", e);
            }
        }

        return merged;
    }
}
