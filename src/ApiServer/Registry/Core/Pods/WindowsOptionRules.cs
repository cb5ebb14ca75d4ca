using System.Text;
using System.Text.RegularExpressions;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>The Windows part of security contexts. Upstream: <c>validateWindowsSecurityContextOptions</c>.</summary>
internal static partial class WindowsOptionRules
{
    private const int MaxSpecKiB = 64;
    private const int MaxDomainLength = 256;
    private const int MaxUserLength = 104;

    public static void Check(FieldErrorList errors, FieldPath path, WindowsSecurityContextOptions? options)
    {
        if (options is null) return;
        if (options.GmsaCredentialSpec is { } spec)
        {
            var at = path.Child("gmsaCredentialSpec");
            if (spec.Length == 0) errors.Reject(at, spec, "gmsaCredentialSpec cannot be an empty string");
            else if (Encoding.UTF8.GetByteCount(spec) > MaxSpecKiB * 1024)
                errors.Reject(at, spec, $"gmsaCredentialSpec size must be under {MaxSpecKiB} KiB");
        }

        if (options.RunAsUserName is not { } name) return;
        foreach (var problem in UserNameProblems(name)) errors.Reject(path.Child("runAsUserName"), name, problem);
    }

    /// <summary>If one container of a Windows pod is a process of the host, all are, and the pod has the host's network.</summary>
    public static void HostProcess(PodCheck check, FieldPath path)
    {
        var ofPod = check.Spec.SecurityContext?.WindowsOptions?.HostProcess;
        var (all, hostProcesses) = (0, 0);
        foreach (var (container, at) in PodContainers.All(check.Spec, path))
        {
            all++;
            var own = container.SecurityContext?.WindowsOptions?.HostProcess;
            if (ofPod is not null && own is not null && ofPod != own)
                check.Errors.Reject(
                    at.Child("securityContext").Child("windowsOptions").Child("hostProcess"), own.Value,
                    $"pod hostProcess value must be identical if both are specified, was {(ofPod.Value ? "true" : "false")}");
            if (own ?? ofPod ?? false) hostProcesses++;
        }

        if (hostProcesses == 0) return;
        if (hostProcesses != all)
            check.Errors.Reject(path, "", "If pod contains any hostProcess containers then all containers must be HostProcess containers");
        if (!check.Spec.HostNetwork)
            check.Errors.Reject(path.Child("hostNetwork"), false, "hostNetwork must be true if pod contains any hostProcess containers");
    }

    private static IEnumerable<string> UserNameProblems(string name)
    {
        if (name.Length == 0) return ["runAsUserName cannot be an empty string"];
        if (name.Any(c => c is < ' ' or '\x7f')) return ["runAsUserName cannot contain control characters"];
        var parts = name.Split('\\');
        return parts.Length switch
        {
            > 2 => ["runAsUserName cannot contain more than one backslash"],
            2 => DomainProblems(parts[0]).Concat(UserProblems(parts[1])),
            _ => UserProblems(name),
        };
    }

    private static IEnumerable<string> DomainProblems(string domain)
    {
        if (Encoding.UTF8.GetByteCount(domain) >= MaxDomainLength)
            yield return $"runAsUserName's Domain length must be under {MaxDomainLength} characters";
        if (!NetBiosName().IsMatch(domain) && !DnsName().IsMatch(domain))
            yield return "runAsUserName's Domain doesn't match the NetBios nor the DNS format";
    }

    private static IEnumerable<string> UserProblems(string user)
    {
        if (user.Length == 0) yield return "runAsUserName's User cannot be empty";
        else if (Encoding.UTF8.GetByteCount(user) > MaxUserLength)
            yield return $"runAsUserName's User length must not be longer than {MaxUserLength} characters";
        if (user.Length > 0 && !user.AsSpan().ContainsAnyExcept('.', ' '))
            yield return "runAsUserName's User cannot contain only periods or spaces";
        if (user.IndexOfAny(['"', '/', '\\', ':', ';', '|', '=', ',', '+', '*', '?', '<', '>', '@', '[', ']']) >= 0)
            yield return """runAsUserName's User cannot contain the following characters: "/\:;|=,+*?<>@[]""";
    }

    [GeneratedRegex(@"\A[^\\/:*?""<>|.][^\\/:*?""<>|]{0,14}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NetBiosName();

    [GeneratedRegex(
        @"\A[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex DnsName();
}
