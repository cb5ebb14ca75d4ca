namespace Kybernet.Kubelet.Networking;

/// <summary>A <c>resolv.conf</c>.</summary>
internal sealed record ResolverFile(IReadOnlyList<string> Servers, IReadOnlyList<string> Searches, IReadOnlyList<string> Options)
{
    public static readonly ResolverFile Empty = new([], [], []);

    public static ResolverFile Parse(string text)
    {
        var (servers, searches, options) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || words[0].StartsWith('#') || words[0].StartsWith(';')) continue;
            if (words[0] == "nameserver") servers.Add(words[1]);
            if (words[0] == "search") searches = [.. words.Skip(1).Select(domain => domain == "." ? domain : domain.TrimEnd('.'))];
            if (words[0] == "options") options.AddRange(words.Skip(1));
        }

        return new(servers, searches, options);
    }

    /// <summary>Empty when there is no such file.</summary>
    public static ResolverFile Read(string path) => path.Length > 0 && File.Exists(path) ? Parse(File.ReadAllText(path)) : Empty;
}
