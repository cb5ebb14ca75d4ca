using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kybernet.ApiServer.Components;

/// <summary>Asks a component on this machine by HTTPS; its certificate is not checked. Upstream: <c>componentstatus.HttpServer</c>.</summary>
internal static class ComponentProbe
{
    // The ports that upstream's components listen on unless they are told otherwise.
    private const int ControllerManagerPort = 10257;
    private const int SchedulerPort = 10259;

    public static ComponentCheck ControllerManager { get; } = Of("controller-manager", ControllerManagerPort);

    public static ComponentCheck Scheduler { get; } = Of("scheduler", SchedulerPort);

    private static ComponentCheck Of(string name, int port) => new(name, cancel => AskAsync(port, cancel));

    private static async ValueTask<ComponentHealth> AskAsync(int port, CancellationToken cancel)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        var url = $"https://{address}/healthz";
        using var handler = new SocketsHttpHandler { UseProxy = false };
#pragma warning disable CA5359 // Components sign their certificates themselves, and nothing secret is sent: upstream skips the check too.
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        using var client = new HttpClient(handler) { Timeout = ComponentCheck.MaxWait };
        try
        {
            using var response = await client.GetAsync(new Uri(url), cancel);
            var isHealthy = response.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.BadRequest;
            return new(isHealthy, isHealthy
                ? await response.Content.ReadAsStringAsync(cancel)
                : string.Create(CultureInfo.InvariantCulture, $"HTTP probe failed with statuscode: {(int)response.StatusCode}"));
        }
        catch (HttpRequestException e)
        {
            var problem = e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
                ? $"dial tcp {address}: connect: connection refused"
                : e.Message;
            return new(false, $"Get \"{url}\": {problem}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(false, $"Get \"{url}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
        }
    }
}
