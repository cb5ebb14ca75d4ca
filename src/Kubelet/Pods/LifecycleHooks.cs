using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Probes;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Pods;

/// <summary>Runs postStart and preStop hooks.</summary>
/// <remarks>Upstream: kubelet/lifecycle, handlers.</remarks>
internal sealed class LifecycleHooks(IRuntimeService runtime, HttpProber http, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan s_httpTimeout = TimeSpan.FromSeconds(30);

    /// <returns>What went wrong; null when nothing did.</returns>
    public async Task<string?> RunAsync(
        Pod pod, Container container, string containerId, LifecycleHandler hook, string name, IReadOnlyList<string> podIps, CancellationToken cancel)
    {
        var wrong = await TryAsync(pod, container, containerId, hook, podIps, cancel);
        if (wrong is not null) KubeletLog.HookFailed(log, container.Name, pod.FullName, name, wrong);
        return wrong;
    }

    private async Task<string?> TryAsync(
        Pod pod, Container container, string containerId, LifecycleHandler hook, IReadOnlyList<string> podIps, CancellationToken cancel)
    {
        if (hook.Exec is { } exec)
        {
            try
            {
                var answer = await runtime.ExecSyncAsync(containerId, exec.Command, TimeSpan.Zero, cancel);
                return answer.ExitCode == 0
                    ? null
                    : $"command '{string.Join(' ', exec.Command)}' exited with {answer.ExitCode}: {answer.Stderr.ToStringUtf8()}{answer.Stdout.ToStringUtf8()}";
            }
            catch (CriException e)
            {
                return e.Detail;
            }
        }

        if (hook.HttpGet is { } get)
        {
            if (ProbePorts.Find(container, get.Port) is not { } port) return $"couldn't find port: {get.Port}";
            var host = get.Host.Length > 0 ? get.Host : podIps.Count > 0 ? podIps[0] : "";
            var (result, message) = await http.ProbeAsync(get, host, port, s_httpTimeout, cancel);
            return result == ProbeResult.Success ? null : message;
        }

        if (hook.Sleep is { } sleep)
        {
            await Task.Delay(TimeSpan.FromSeconds(sleep.Seconds), time, cancel);
            return null;
        }

        return $"invalid handler: {pod.FullName}";
    }
}
