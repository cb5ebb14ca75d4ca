using Grpc.Core;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Streams;
using Kybernet.Client.Streams.Upgrades;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Cri.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Machinery.Kinds;
using Microsoft.AspNetCore.Http;

namespace Kybernet.Kubelet.Server;

/// <summary>
/// <c>/exec</c>, <c>/attach</c>, <c>/portForward</c>: asks the runtime for the address of its streaming server and joins the client with it.
/// Upstream: <c>getExec</c>, <c>getAttach</c>, <c>getPortForward</c> in <c>pkg/kubelet/server/server.go</c>.
/// </summary>
internal sealed class ContainerStreams(IPodDirectory pods, IStreamingRuntime runtime) : IDisposable
{
    private readonly HttpMessageInvoker _backend = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ActivityHeadersPropagator = System.Diagnostics.DistributedContextPropagator.CreateNoOutputPropagator(),
    });

    public void Dispose() => _backend.Dispose();

    /// <param name="http">The request.</param>
    /// <param name="path"><c>/exec/NAMESPACE/POD[/UID]/CONTAINER</c>, the same with attach, <c>/portForward/NAMESPACE/POD[/UID]</c>.</param>
    /// <param name="cancel">Ends the streams.</param>
    public async Task<TextAnswer?> AnswerAsync(HttpContext http, string path, CancellationToken cancel)
    {
        var (verb, key, uid, container) = path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["portForward", var space, var name] => ("portForward", new ObjectKey(space, name), "", ""),
            ["portForward", var space, var name, var id] => ("portForward", new ObjectKey(space, name), id, ""),
            [("exec" or "attach") and var what, var space, var name, var one] => (what, new ObjectKey(space, name), "", one),
            [("exec" or "attach") and var what, var space, var name, var id, var one] => (what, new ObjectKey(space, name), id, one),
            _ => ("", default, "", ""),
        };
        if (verb.Length == 0) return TextAnswer.Error(404, "404 page not found\n");
        var streams = StreamsOf(http.Request.Query);
        if (verb != "portForward" && streams is { Stdin: false, Stdout: false, Stderr: false })
            return TextAnswer.Error(400, "you must specify at least 1 of stdin, stdout, stderr");
        if (pods.Find(key) is not { } pod) return TextAnswer.Error(404, "pod does not exist");
        if (uid.Length > 0 && uid != pod.Metadata.Uid) return TextAnswer.Error(404, "pod not found");
        try
        {
            return verb == "portForward" ? await ForwardAsync(http, pod, cancel) : await RunAsync(http, verb, pod, container, streams, cancel);
        }
        catch (CriException e)
        {
            return TextAnswer.Error(e.Code switch { StatusCode.NotFound => 404, StatusCode.ResourceExhausted => 429, _ => 500 }, e.Message);
        }
    }

    private static RemoteStreams StreamsOf(IQueryCollection query)
    {
        bool Is(string name) => query[name] == "1";
        return new(Is("input"), Is("output"), Is("error") && !Is("tty"), Is("tty"));
    }

    private async Task<TextAnswer?> RunAsync(
        HttpContext http, string verb, Pod pod, string container, RemoteStreams streams, CancellationToken cancel)
    {
        var found = await pods.ContainerAsync(pod.Metadata.Uid, container, cancel);
        var isExec = verb == "exec";
        if (found is not { State: Cri.V1.ContainerState.ContainerRunning })
            return TextAnswer.Error(500, isExec ? $"container not found (\"{container}\")" : $"container {container} not found in pod {FullName(pod)}");
        if (!ForwardedRequest.IsUpgrade(http.Request)) return TextAnswer.Error(400, "Upgrade request required");
        // Whether a process has a terminal was decided when it started: attaching takes it as it is.
        if (!isExec) streams = streams with { Tty = HasTty(pod, container) };
        var address = isExec ? await ExecAsync(found.Id, http.Request, streams, cancel) : await AttachAsync(found.Id, streams, cancel);
        var location = new Uri(address);
        if (StreamTranslator.IsFor(http.Request))
        {
            await new StreamTranslator(_backend, location, streams).ServeAsync(http, cancel);
            return null;
        }

        return Answer(await UpgradeProxy.ServeAsync(http, _backend, location, cancel));
    }

    private Task<string> ExecAsync(string id, HttpRequest request, RemoteStreams streams, CancellationToken cancel)
    {
        var exec = new ExecRequest { ContainerId = id, Stdin = streams.Stdin, Stdout = streams.Stdout, Stderr = streams.HasStderr, Tty = streams.Tty };
        exec.Cmd.Add(request.Query["command"].Select(static word => word ?? ""));
        return runtime.ExecAsync(exec, cancel);
    }

    private Task<string> AttachAsync(string id, RemoteStreams streams, CancellationToken cancel) => runtime.AttachAsync(
        new() { ContainerId = id, Stdin = streams.Stdin, Stdout = streams.Stdout, Stderr = streams.HasStderr, Tty = streams.Tty }, cancel);

    private async Task<TextAnswer?> ForwardAsync(HttpContext http, Pod pod, CancellationToken cancel)
    {
        if (await pods.SandboxIdAsync(pod.Metadata.Uid, cancel) is not { } sandbox) return TextAnswer.Error(500, $"pod not found (\"{FullName(pod)}\")");
        if (!ForwardedRequest.IsUpgrade(http.Request)) return TextAnswer.Error(400, "Upgrade request required");
        var location = new Uri(await runtime.PortForwardAsync(sandbox, cancel));
        return Answer(TunnelTranslator.IsFor(http.Request)
            ? await TunnelTranslator.ServeAsync(http, _backend, location, cancel)
            : await UpgradeProxy.ServeAsync(http, _backend, location, cancel));
    }

    private static TextAnswer? Answer(string? failure) => failure is null ? null : TextAnswer.Error(500, failure);

    private static string FullName(Pod pod) => $"{pod.Metadata.Name}_{pod.Metadata.Namespace}";

    private static bool HasTty(Pod pod, string container) =>
        pod.Spec.Containers.Any(one => one.Name == container && one.Tty)
        || pod.Spec.InitContainers.Any(one => one.Name == container && one.Tty)
        || pod.Spec.EphemeralContainers.Any(one => one.Name == container && one.Tty);
}
