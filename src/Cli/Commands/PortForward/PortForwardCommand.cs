using System.Net;
using System.Net.Sockets;
using Kybernet.Cli.Resources;
using Kybernet.Client.Streams;
using Kybernet.Client.Streams.Spdy;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.PortForward;

/// <summary><c>port-forward</c>: ports of this machine that lead to a pod. Upstream: kubectl/pkg/cmd/portforward, client-go/tools/portforward.</summary>
internal static class PortForwardCommand
{
    public static Verb Create() => new("port-forward", "Forward one or more local ports to a pod")
    {
        Usage = "TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]",
        Flags = static flags => flags.List("address").Duration("pod-running-timeout", "1m0s"),
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancel)
    {
        if (run.Arguments.Count < 2) throw new UsageException("TYPE/NAME and list of ports are required for port-forward");
        var target = await TargetArguments.OneAsync(run, [run.Arguments[0]], "pods", cancel);
        var pod = await PodsOf.OneAsync(run, target, cancel);
        var service = target.KindName == "service" ? target.Object : (JsonValue?)null;
        ForwardedPort[] ports = [.. run.Arguments.Skip(1).Select(text => ForwardedPort.Parse(text, pod, service))];
        if (pod.Text("status", "phase") is var phase and not "Running")
            throw new CliException($"unable to forward port because pod is not running. Current status={phase}");
        var addresses = Addresses(run);
        var transport = await run.Cluster.TransportAsync(cancel);
        var path = $"/api/v1/namespaces/{pod.Space()}/pods/{pod.Name()}/portforward";
        var upgraded = await transport.UpgradeAsync(path, StreamProtocols.PortForward, cancel);
        if (!upgraded.TryGet(out var stream, out var refused)) throw new CliException($"error upgrading connection: {refused.Message}");
        await using var connection = new SpdyConnection(stream);
        return await ForwardAsync(run, connection, ports, addresses, cancel);
    }

    /// <summary>Until the pod is lost or the user has had enough.</summary>
    private static async Task<int> ForwardAsync(
        Invocation run, SpdyConnection connection, ForwardedPort[] ports, IReadOnlyList<IPAddress> addresses, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var receiving = connection.RunAsync(over.Token);
        var listeners = new List<PortListener>();
        foreach (var port in ports)
            if (Listen(run, port, addresses) is { Count: > 0 } opened) listeners.AddRange(opened);
        try
        {
            if (listeners.Count == 0)
            {
                var asked = string.Join(' ', ports.Select(static one => $"{{{one.Local} {one.Remote}}}"));
                throw new CliException($"unable to listen on any of the requested ports: [{asked}]");
            }

            var connections = new ForwardedConnections(run, connection, over.Token);
            var accepting = Task.WhenAll(listeners.Select(listener => listener.RunAsync(connections, over.Token)));
            await Task.WhenAny(receiving, Task.Delay(Timeout.InfiniteTimeSpan, run.Time, cancel));
            var isLost = !cancel.IsCancellationRequested;
            await over.CancelAsync();
            await Task.WhenAll(accepting, connections.EndAsync(), receiving);
            return isLost ? throw new CliException("lost connection to pod") : 0;
        }
        finally
        {
            foreach (var listener in listeners) listener.Dispose();
        }
    }

    /// <summary>Listens on each address; of <c>localhost</c>'s two one is enough.</summary>
    private static List<PortListener> Listen(Invocation run, ForwardedPort port, IReadOnlyList<IPAddress> addresses)
    {
        var opened = new List<PortListener>();
        var failures = new List<string>();
        var isFatal = false;
        foreach (var address in addresses)
        {
            // A port that was free for the first address is asked of the others too.
            var local = opened.Count > 0 ? opened[0].Port : port.Local;
            try
            {
                opened.Add(new(address, local, port.Remote));
                run.Line($"Forwarding from {new IPEndPoint(address, opened[^1].Port)} -> {port.Remote}");
            }
            catch (SocketException e)
            {
                failures.Add($"unable to create listener: Error {ListenError(address, local, e)}");
                isFatal |= !IPAddress.IsLoopback(address);
            }
        }

        if (failures.Count == 0 || (opened.Count > 0 && !isFatal)) return opened;
        run.Warn($"Unable to listen on port {port.Local}: Listeners failed to create with the following errors: [{string.Join(' ', failures)}]");
        foreach (var listener in opened) listener.Dispose();
        return [];
    }

    private static string ListenError(IPAddress address, int port, SocketException e)
    {
        var what = e.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => "address already in use",
            SocketError.AccessDenied => "permission denied",
            SocketError.AddressNotAvailable => "cannot assign requested address",
            SocketError.AddressFamilyNotSupported => "address family not supported by protocol",
            _ => e.Message,
        };
        var isV4 = address.AddressFamily == AddressFamily.InterNetwork;
        var call = e.SocketErrorCode == SocketError.AddressFamilyNotSupported ? "socket" : "bind";
        return $"listen tcp{(isV4 ? 4 : 6)} {new IPEndPoint(address, port)}: {call}: {what}";
    }

    private static List<IPAddress> Addresses(Invocation run)
    {
        var given = run.Flags.IsSet("address") ? run.Flags.Values("address") : ["localhost"];
        var addresses = new SortedDictionary<string, IPAddress>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            if (text == "localhost")
            {
                addresses["127.0.0.1"] = IPAddress.Loopback;
                if (Socket.OSSupportsIPv6) addresses["::1"] = IPAddress.IPv6Loopback;
            }
            else
            {
                addresses[text] = IPAddress.TryParse(text, out var address) ? address : throw new CliException($"{text} is not a valid IP");
            }
        }

        return [.. addresses.Values];
    }
}
