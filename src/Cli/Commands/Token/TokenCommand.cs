using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Token;

/// <summary><c>create token</c>: a token of a service account. Upstream: kubectl/pkg/cmd/create/create_token.go.</summary>
internal static class TokenCommand
{
    public static Verb Create() => new("token", "Request a service account token")
    {
        Usage = "SERVICE_ACCOUNT_NAME",
        Flags = static flags => flags.Array("audience").Duration("duration", "0s").Text("output", 'o')
            .Text("bound-object-kind").Text("bound-object-name").Text("bound-object-uid").Text("template").Bool("show-managed-fields"),
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancel)
    {
        if (run.Arguments is not [var name]) throw new UsageException($"exactly one NAME is required, got {run.Arguments.Count}");
        var seconds = (long)run.Flags.Duration("duration").TotalSeconds;
        var audiences = run.Flags.Values("audience");
        var bound = run.Flags["bound-object-kind"].Length == 0 ? default : JsonMaps.Of(
            ("apiVersion", "v1"), ("kind", run.Flags["bound-object-kind"]), ("name", run.Flags["bound-object-name"]),
            ("uid", run.Flags["bound-object-uid"] is { Length: > 0 } uid ? uid : default(JsonValue)));
        var request = JsonMaps.Of(
            ("apiVersion", "authentication.k8s.io/v1"), ("kind", "TokenRequest"),
            ("spec", JsonMaps.Of(
                ("audiences", audiences.Count > 0 ? JsonMaps.ListOf(audiences.Select(JsonValue.From)) : default),
                ("boundObjectRef", bound),
                ("expirationSeconds", seconds > 0 ? seconds : default(JsonValue)))));
        var accounts = (await run.Cluster.ResourcesAsync(cancel)).Get("serviceaccounts");
        var path = ResourcePath.Of(accounts, await run.Cluster.NamespaceAsync(cancel), name, "token");
        var answer = await (await run.Cluster.RequestsAsync(cancel)).CreateAsync(path, request, cancel);
        if (!answer.TryGet(out var made, out var error)) throw new CliException($"failed to create token: {error.Message}");
        if (run.Flags["output"] is { Length: > 0 } format) run.Output.Write(Printers.ObjectPrinter.Of(format, run.Flags, hasColumns: false).Print(made));
        else run.Line(made.Text("status", "token"));
        return 0;
    }
}
