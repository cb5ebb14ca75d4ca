using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>What the kubelet does to a container: probes, and the hooks of its lifecycle. Upstream: <c>validateHandler</c>.</summary>
internal static class ActionRules
{
    private const string More = "may not specify more than 1 handler type";

    private static readonly string[] s_windowsSignals = [Signal.SIGKILL, Signal.SIGTERM];

    public static void Liveness(PodCheck check, FieldPath path, Probe? probe) => OfOneSuccess(check, path, probe);

    public static void Startup(PodCheck check, FieldPath path, Probe? probe) => OfOneSuccess(check, path, probe);

    public static void Readiness(PodCheck check, FieldPath path, Probe? probe)
    {
        if (probe is null) return;
        Probe(check, path, probe);
        if (probe.TerminationGracePeriodSeconds is { } seconds)
            check.Errors.Reject(path.Child("terminationGracePeriodSeconds"), seconds, "must not be set for readinessProbes");
    }

    public static void Lifecycle(PodCheck check, FieldPath path, Lifecycle? lifecycle)
    {
        if (lifecycle is null) return;
        if (lifecycle.PostStart is { } postStart) Hook(check, path.Child("postStart"), postStart);
        if (lifecycle.PreStop is { } preStop) Hook(check, path.Child("preStop"), preStop);
        if (lifecycle.StopSignal is { } signal) StopSignal(check, path.Child("stopSignal"), signal);
    }

    private static void OfOneSuccess(PodCheck check, FieldPath path, Probe? probe)
    {
        if (probe is null) return;
        Probe(check, path, probe);
        if (probe.SuccessThreshold != 1) check.Errors.Reject(path.Child("successThreshold"), probe.SuccessThreshold, "must be 1");
    }

    private static void Probe(PodCheck check, FieldPath path, Probe probe)
    {
        var only = new OnlyOne(check.Errors, path, More);
        only.Takes(probe.Exec, "exec");
        if (only.Takes(probe.HttpGet, "httpGet")) HttpGet(check.Errors, path.Child("httpGet"), probe.HttpGet);
        only.Takes(probe.TcpSocket, "tcpSocket");
        only.Takes(probe.Grpc, "grpc");
        only.Demand("must specify a handler type");
        if (probe.TerminationGracePeriodSeconds is { } seconds and <= 0)
            check.Errors.Reject(path.Child("terminationGracePeriodSeconds"), seconds, "must be greater than 0");
    }

    private static void Hook(PodCheck check, FieldPath path, LifecycleHandler hook)
    {
        var only = new OnlyOne(check.Errors, path, More);
        only.Takes(hook.Exec, "exec");
        if (only.Takes(hook.HttpGet, "httpGet")) HttpGet(check.Errors, path.Child("httpGet"), hook.HttpGet);
        only.Takes(hook.TcpSocket, "tcpSocket");
        if (only.Takes(hook.Sleep, "sleep")) Sleep(check, path.Child("sleep"), hook.Sleep);
        only.Demand("must specify a handler type");
    }

    private static void HttpGet(FieldErrorList errors, FieldPath path, HTTPGetAction get)
    {
        foreach (var header in get.HttpHeaders)
            errors.AddInvalid(path.Child("httpHeaders"), header.Name, Identifiers.IsHttpHeaderName(header.Name));
    }

    private static void Sleep(PodCheck check, FieldPath path, SleepAction sleep)
    {
        if (check.GracePeriod is { } grace && (sleep.Seconds < 0 || sleep.Seconds > grace))
            check.Errors.Reject(path, sleep.Seconds, $"must be non-negative and less than terminationGracePeriodSeconds ({grace})");
    }

    private static void StopSignal(PodCheck check, FieldPath path, string signal)
    {
        var os = check.Spec.Os?.Name;
        if (os is null) check.Errors.Forbid(path, "may not be set for containers with empty `spec.os.name`");
        else if (os == OSName.Windows) EnumRules.Supported(check.Errors, path, signal, s_windowsSignals);
        else if (os == OSName.Linux) EnumRules.Supported(check.Errors, path, signal, Signal.Values);
    }
}
