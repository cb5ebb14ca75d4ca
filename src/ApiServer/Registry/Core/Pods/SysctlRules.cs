using System.Text.RegularExpressions;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Kernel parameters of a pod. Those of a namespace that it shares with the host are not its to set.</summary>
internal static partial class SysctlRules
{
    private const int MaxLength = 253;
    private const string Segment = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private const string Expression = "^(" + Segment + @"[\./])*" + Segment + "$";

    private static readonly string[] s_ipc =
    [
        "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced", "kernel.shm", "kernel.msgmax",
        "kernel.msgmnb", "kernel.msgmni", "kernel.msg",
    ];

    public static void Check(PodCheck check, FieldPath path, ListOf<Sysctl> sysctls)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < sysctls.Count; i++)
        {
            var (name, at) = (sysctls[i].Name, path.Index(i).Child("name"));
            if (name.Length > 0 && !IsValidName(name))
                check.Errors.Reject(at, name, $"must have at most {MaxLength} characters and match regex {Expression}");
            else if (!names.Add(name)) check.Errors.Repeated(at, name);
            if (!check.Options.SysctlsOfHostNamespaces && HostProblem(check.Spec, name) is { } problem)
                check.Errors.Reject(at, name, problem);
        }
    }

    /// <summary>What is wrong with a parameter of a namespace that the pod shares with the host; null when nothing is.</summary>
    public static string? HostProblem(PodSpec spec, string name)
    {
        var normal = Normalize(name);
        if (normal.IndexOf('*', StringComparison.Ordinal) is var star and >= 0) normal = normal[..star];
        if (spec.HostNetwork && normal.StartsWith("net.", StringComparison.Ordinal))
            return "may not be specified when 'hostNetwork' is true";
        var isIpc = s_ipc.AsSpan().Contains(normal) || normal.StartsWith("fs.mqueue.", StringComparison.Ordinal);
        return spec.HostIPC && isIpc ? "may not be specified when 'hostIPC' is true" : null;
    }

    private static bool IsValidName(string name) => name.Length <= MaxLength && Name().IsMatch(name);

    /// <summary>A name whose first separator is a slash has dots for slashes and slashes for dots.</summary>
    private static string Normalize(string name)
    {
        if (name.IndexOfAny(['.', '/']) is var first && (first < 0 || name[first] == '.')) return name;
        return string.Create(name.Length, name, (text, source) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = source[i] switch { '.' => '/', '/' => '.', var c => c };
        });
    }

    [GeneratedRegex(@"\A(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
