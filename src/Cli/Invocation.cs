using System.Text;
using Kybernet.Cli.Clusters;
using Kybernet.Cli.Commands.Version;
using Kybernet.Cli.Flags;

namespace Kybernet.Cli;

/// <summary>One run of one command.</summary>
internal sealed class Invocation(KubectlOptions options, VersionInfo version, string path, FlagValues flags, TextWriter output, TextWriter error)
    : IDisposable
{
    private ClusterAccess? _cluster;

    public KubectlOptions Options => options;

    public VersionInfo Version => version;

    public FlagValues Flags => flags;

    public List<string> Arguments => flags.Arguments;

    /// <summary>What was typed: <c>kubectl get</c>.</summary>
    public string Path => path;

    public TextWriter Output => output;

    public TextWriter Error => error;

    public TimeProvider Time => options.Time;

    /// <summary>The cluster the flags and files name; connected when it is first asked.</summary>
    public ClusterAccess Cluster => _cluster ??= new(options, flags, error);

    public void Line(string text) => output.Write(text + "\n");

    public void Warn(string text) => error.Write(text + "\n");

    /// <summary>The field manager of writes, unless the user names one.</summary>
    public string FieldManager(string @default) => flags["field-manager"] is { Length: > 0 } given ? given : @default;

    public async Task<byte[]> ReadInputAsync(CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        await using var input = options.Input();
        await input.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }

    public async Task<string> ReadTextAsync(string file, CancellationToken cancel) =>
        file == "-" ? Encoding.UTF8.GetString(await ReadInputAsync(cancel)) : await File.ReadAllTextAsync(file, cancel);

    public void Dispose() => _cluster?.Dispose();
}
