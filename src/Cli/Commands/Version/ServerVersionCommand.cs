using System.Text;
using Kybernet.Cli.Clusters;
using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Version;

/// <summary><c>version</c>: this build, and the server's where one is configured. Upstream: kubectl/pkg/cmd/version.</summary>
/// <remarks>Without any configuration it prints the client's version and succeeds; kubectl would ask localhost:8080 and fail.</remarks>
internal static class ServerVersionCommand
{
    public static Verb Create() => new("version", "Print the client and server version information")
    {
        Flags = static flags => flags.Bool("client").Text("output", 'o'),
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancel)
    {
        var format = run.Flags["output"];
        if (run.Arguments.Count > 0) throw new CliException($"extra arguments: [{string.Join(' ', run.Arguments)}]");
        if (format is not ("" or "json" or "yaml")) throw new CliException("--output must be 'yaml' or 'json'");
        var server = default(JsonValue);
        Exception? failure = null;
        if (!run.Flags.Is("client") && await run.Cluster.IsConfiguredAsync(cancel))
        {
            try
            {
                server = (await (await run.Cluster.RequestsAsync(cancel)).GetAsync("/version", cancel)).Value;
            }
            catch (Exception e) when (e is HttpRequestException or Client.ApiException)
            {
                failure = e;
            }
        }

        if (format.Length == 0)
        {
            run.Line($"Client Version: {run.Version.GitVersion}");
            if (!server.IsNull) run.Line($"Server Version: {server.Text("gitVersion")}");
        }
        else if (server.IsNull)
        {
            run.Output.Write(VersionText.Of(run.Version, format));
        }
        else
        {
            var client = ApiRequests.Read(Encoding.UTF8.GetBytes(VersionText.Of(run.Version, "json")!));
            var both = client.With("serverVersion", server);
            run.Output.Write(format == "json" ? JsonText.Indented(both) : JsonText.Yaml(both) + "\n");
        }

        return failure is null ? 0 : throw failure;
    }
}
