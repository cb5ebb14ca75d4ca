using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Cri;

namespace Kybernet.Kubelet.Probes;

/// <summary>Runs one probe once.</summary>
/// <remarks>Upstream: pkg/probe.</remarks>
internal sealed class Prober(IRuntimeService runtime, HttpProber http, TimeProvider time) : IDisposable
{
    private readonly HttpClient _grpc = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <returns>Unknown when the probe itself could not run.</returns>
    public async Task<(ProbeResult Result, string Message)> ProbeAsync(ProbeTarget target, Probe probe, CancellationToken cancel)
    {
        var timeout = TimeSpan.FromSeconds(Math.Max(1, probe.TimeoutSeconds));
        var ip = target.Pod.Status.PodIP;
        if (probe.Exec is { } exec) return await ExecAsync(target, exec, timeout, cancel);
        if (probe.HttpGet is { } get)
        {
            return ProbePorts.Find(target.Container, get.Port) is { } port
                ? await http.ProbeAsync(get, get.Host.Length > 0 ? get.Host : ip, port, timeout, cancel)
                : (ProbeResult.Unknown, $"couldn't find port: {get.Port}");
        }

        if (probe.TcpSocket is { } tcp)
        {
            return ProbePorts.Find(target.Container, tcp.Port) is { } port
                ? await TcpAsync(tcp.Host.Length > 0 ? tcp.Host : ip, port, timeout, cancel)
                : (ProbeResult.Unknown, $"couldn't find port: {tcp.Port}");
        }

        if (probe.Grpc is { } grpc) return await GrpcAsync(ip, grpc, timeout, cancel);
        return (ProbeResult.Unknown, $"missing probe handler for {target.Container.Name}");
    }

    public void Dispose() => _grpc.Dispose();

    private async Task<(ProbeResult Result, string Message)> ExecAsync(ProbeTarget target, ExecAction exec, TimeSpan timeout, CancellationToken cancel)
    {
        try
        {
            var answer = await runtime.ExecSyncAsync(target.ContainerId, exec.Command, timeout, cancel);
            var output = answer.Stdout.ToStringUtf8() + answer.Stderr.ToStringUtf8();
            return (answer.ExitCode == 0 ? ProbeResult.Success : ProbeResult.Failure, output);
        }
        catch (CriException e) when (e.Code == Grpc.Core.StatusCode.DeadlineExceeded)
        {
            return (ProbeResult.Failure, $"command timed out: \"{string.Join(' ', exec.Command)}\" timed out after {timeout.TotalSeconds:0}s");
        }
        catch (CriException e)
        {
            return (ProbeResult.Unknown, e.Message);
        }
    }

    private async Task<(ProbeResult Result, string Message)> TcpAsync(string host, int port, TimeSpan timeout, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, either.Token);
            return (ProbeResult.Success, "");
        }
        catch (SocketException e)
        {
            var why = e.SocketErrorCode == SocketError.ConnectionRefused ? "connect: connection refused" : e.Message;
            return (ProbeResult.Failure, $"dial tcp {host}:{port}: {why}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (ProbeResult.Failure, $"dial tcp {host}:{port}: i/o timeout");
        }
    }

    /// <summary>The health service of gRPC (<c>grpc.health.v1.Health/Check</c>), whose two messages are written here by hand.</summary>
    private async Task<(ProbeResult Result, string Message)> GrpcAsync(string host, GRPCAction grpc, TimeSpan timeout, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        var service = Encoding.UTF8.GetBytes(grpc.Service ?? "");
        // A frame: no compression, the length, then field 1 as a string.
        var body = new byte[5 + (service.Length > 0 ? 2 + service.Length : 0)];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), body.Length - 5);
        if (service.Length > 0)
        {
            (body[5], body[6]) = (0x0A, (byte)service.Length);
            service.CopyTo(body, 7);
        }

        try
        {
            var shownHost = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{shownHost}:{grpc.Port}/grpc.health.v1.Health/Check")
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
            };
            request.Headers.TryAddWithoutValidation("TE", "trailers");
            using var answer = await _grpc.SendAsync(request, either.Token);
            var content = await answer.Content.ReadAsByteArrayAsync(either.Token);
            // SERVING is 1, in field 1.
            var isServing = content is [_, _, _, _, _, 0x08, 1, ..];
            return isServing ? (ProbeResult.Success, "service healthy") : (ProbeResult.Failure, "service unhealthy (responded with \"NOT_SERVING\")");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (ProbeResult.Failure, $"error: failed to connect grpc service {host}:{grpc.Port}: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (ProbeResult.Failure, $"timeout: health rpc did not complete within {timeout.TotalSeconds:0}s");
        }
    }
}
