using System.Text.Json;
using Kybernet.Bench.Load.Api;

namespace Kybernet.Bench.Load.Figures;

/// <summary>A kyb process and one connection to it as the administrator.</summary>
internal sealed class FigureServer : IDisposable
{
    private readonly LoadConnection _connection;

    private FigureServer(ChildProcess process, KubeAccess access, long ready) =>
        (Process, Access, Ready, ReadyProcessor, _connection) = (process, access, ready, process.ProcessorSeconds, new(access));

    public ChildProcess Process { get; }

    /// <summary>When it said it was ready: before anybody connected.</summary>
    public long Ready { get; }

    /// <summary>The processor time it had taken by then.</summary>
    public double ReadyProcessor { get; }

    public KubeAccess Access { get; }

    /// <summary>Starts <c>kyb server</c> on the directory; answers when it says it is ready.</summary>
    public static async Task<FigureServer> StartAsync(
        string program, string directory, string disabled, TimeProvider time, CancellationToken cancel)
    {
        // A range for each of a thousand nodes is not what is measured.
        string[] arguments =
        [
            "server", "--data-dir", directory, "--secure-port", "0", "--store", "embedded", "--controllers", "*,-node-ipam-controller",
            .. disabled.Length > 0 ? ["--disable", disabled] : (string[])[],
        ];
        var process = await ChildProcess.StartAsync(program, arguments, "ready at", cancel);
        var ready = time.GetTimestamp();
        return new(process, KubeAccess.Read(Path.Combine(directory, "admin.kubeconfig")), ready);
    }

    /// <summary>Starts <c>kyb up</c>; answers when the node is ready.</summary>
    public static async Task<FigureServer> UpAsync(
        string program, string directory, IEnumerable<string> options, TimeProvider time, CancellationToken cancel)
    {
        var process = await ChildProcess.StartAsync(program, ["up", "--data-dir", directory, .. options], "cluster is ready", cancel);
        var ready = time.GetTimestamp();
        return new(process, KubeAccess.Read(Path.Combine(directory, "admin.kubeconfig")), ready);
    }

    public (int Status, JsonElement Body) Get(string path)
    {
        using var body = new MemoryStream();
        var (status, _) = _connection.Ask(PodRequests.Get(path), body);
        return (status, JsonSerializer.Deserialize<JsonElement>(body.GetBuffer().AsSpan(0, (int)body.Length)));
    }

    public void Post(string path, string body) => _connection.Call(ClusterObjects.Request("POST", path, body), 201);

    public void Delete(string path) => _connection.Call(PodRequests.Delete(path), 200);

    /// <summary>How many there are, by a list of one.</summary>
    public int Count(string path)
    {
        var list = Get($"{path}?limit=1").Body;
        var more = list.GetProperty("metadata").TryGetProperty("remainingItemCount", out var remaining) ? remaining.GetInt32() : 0;
        return list.GetProperty("items").GetArrayLength() + more;
    }

    /// <summary>Whether all pods have a node.</summary>
    public bool AreAllBound() =>
        Get("/api/v1/namespaces/default/pods?limit=1&fieldSelector=spec.nodeName%3D").Body.GetProperty("items").GetArrayLength() == 0;

    /// <summary>Many requests, by 16 clients.</summary>
    public void Send(int count, TimeProvider time, params Func<int, (byte[] Request, int Status)>[] requests) =>
        ClosedLoop.Run(16, count, () =>
        {
            var connection = new LoadConnection(Access);
            return number => requests.Sum(one => one(number) is var (request, status) ? connection.Call(request, status) : 0);
        }, time);

    public void Dispose()
    {
        _connection.Dispose();
        Process.Dispose();
    }
}
