using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Auth;

/// <summary><c>auth can-i</c> and <c>auth whoami</c>. Upstream: kubectl/pkg/cmd/auth.</summary>
internal static class AuthCommand
{
    private const string Version = "authorization.k8s.io/v1";

    public static Verb Create() => new("auth", "Inspect authorization")
    {
        Children =
        [
            new("can-i", "Check whether an action is allowed")
            {
                Usage = "VERB [TYPE | TYPE/NAME | NONRESOURCEURL]",
                Flags = static flags => flags.Bool("all-namespaces", 'A').Bool("quiet", 'q').Text("subresource").Bool("list").Bool("no-headers"),
                Run = CanAsync,
            },
            new("whoami", "Experimental: Check self subject attributes")
            {
                Flags = static flags => flags.Text("output", 'o').Text("template").Bool("show-managed-fields"),
                Run = WhoAsync,
            },
        ],
    };

    private static async Task<int> CanAsync(Invocation run, CancellationToken cancel)
    {
        if (run.Flags.Is("list")) return await ListAsync(run, cancel);
        if (run.Arguments is not [var verb, var what, ..])
            throw new CliException(
                "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.");
        var spec = what.StartsWith('/')
            ? JsonMaps.Of(("nonResourceAttributes", JsonMaps.Of(("verb", verb), ("path", what))))
            : JsonMaps.Of(("resourceAttributes", await AttributesAsync(run, verb, what, cancel)));
        var status = (await PostAsync(run, "selfsubjectaccessreviews", "SelfSubjectAccessReview", spec, cancel))["status"];
        var isAllowed = status["allowed"].AsBool() ?? false;
        if (!run.Flags.Is("quiet"))
        {
            var text = isAllowed ? "yes" : "no";
            if (!isAllowed && status.Text("reason") is { Length: > 0 } reason) text += $" - {reason}";
            if (!isAllowed && status.Text("evaluationError") is { Length: > 0 } error) text += $" - {error}";
            run.Line(text);
        }

        return isAllowed ? 0 : 1;
    }

    private static async Task<JsonValue> AttributesAsync(Invocation run, string verb, string what, CancellationToken cancel)
    {
        var slash = what.IndexOf('/', StringComparison.Ordinal);
        var (type, name) = slash < 0 ? (what, run.Arguments.ElementAtOrDefault(2) ?? "") : (what[..slash], what[(slash + 1)..]);
        var found = type == "*" ? null : (await run.Cluster.ResourcesAsync(cancel)).Find(type);
        if (found is null && type != "*") run.Error.Write($"Warning: the server doesn't have a resource type '{type}'\n\n");
        var space = run.Flags.Is("all-namespaces") ? "" : await run.Cluster.NamespaceAsync(cancel);
        if (found is { IsNamespaced: false })
        {
            run.Error.Write(found.Resource.Group.Length == 0
                ? $"Warning: resource '{found.Resource.Resource}' is not namespace scoped\n\n"
                : $"Warning: resource '{found.Resource.Resource}' is not namespace scoped in group '{found.Resource.Group}'\n\n");
        }

        return JsonMaps.Of(
            ("namespace", space.Length > 0 ? space : default(JsonValue)), ("verb", verb), ("resource", found?.Resource.Resource ?? type),
            ("group", type == "*" ? "*" : found?.Resource.Group is { Length: > 0 } group ? group : default(JsonValue)),
            ("subresource", run.Flags["subresource"] is { Length: > 0 } sub ? sub : default(JsonValue)), ("name", name.Length > 0 ? name : default(JsonValue)));
    }

    private static async Task<int> ListAsync(Invocation run, CancellationToken cancel)
    {
        var spec = JsonMaps.Of(("namespace", await run.Cluster.NamespaceAsync(cancel)));
        var status = (await PostAsync(run, "selfsubjectrulesreviews", "SelfSubjectRulesReview", spec, cancel))["status"];
        var lines = TabWriter.ForTables();
        if (!run.Flags.Is("no-headers")) lines.Write("Resources\tNon-Resource URLs\tResource Names\tVerbs\n");
        foreach (var rule in status["resourceRules"].Items)
        {
            foreach (var resource in rule["resources"].Items)
                foreach (var group in rule["apiGroups"].Items)
                {
                    var name = group.AsString() is { Length: > 0 } named && resource.AsString() != "*" || group.AsString() == "*"
                        ? $"{resource.AsString()}.{group.AsString()}" : resource.AsString();
                    lines.Write($"{name}\t[]\t{JsonText.Plain(JsonMaps.ListOf(rule["resourceNames"].Items))}\t{JsonText.Plain(rule["verbs"])}\n");
                }
        }

        foreach (var rule in status["nonResourceRules"].Items) lines.Write(
            $"\t{JsonText.Plain(rule["nonResourceURLs"])}\t[]\t{JsonText.Plain(rule["verbs"])}\n");
        run.Output.Write(lines.Flush());
        return 0;
    }

    private static async Task<int> WhoAsync(Invocation run, CancellationToken cancel)
    {
        var body = JsonMaps.Of(("apiVersion", "authentication.k8s.io/v1"), ("kind", "SelfSubjectReview"), ("metadata", JsonMaps.Of()));
        var requests = await run.Cluster.RequestsAsync(cancel);
        var review = (await requests.CreateAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", body, cancel)).Value;
        if (run.Flags["output"] is { Length: > 0 } format)
        {
            run.Output.Write(ObjectPrinter.Of(format, run.Flags, hasColumns: false).Print(review));
            return 0;
        }

        var (user, lines) = (review.At("status", "userInfo"), TabWriter.ForTables());
        lines.Write($"ATTRIBUTE\tVALUE\nUsername\t{user.Text("username")}\n");
        if (user.Text("uid") is { Length: > 0 } uid) lines.Write($"UID\t{uid}\n");
        if (user["groups"].Items.Count > 0) lines.Write($"Groups\t{JsonText.Plain(user["groups"])}\n");
        foreach (var (key, values) in user["extra"].Pairs()) lines.Write($"Extra: {key}\t{JsonText.Plain(values)}\n");
        run.Output.Write(lines.Flush());
        return 0;
    }

    private static async Task<JsonValue> PostAsync(Invocation run, string resource, string kind, JsonValue spec, CancellationToken cancel) =>
        (await (await run.Cluster.RequestsAsync(cancel)).CreateAsync(
            $"/apis/{Version}/{resource}", JsonMaps.Of(("apiVersion", Version), ("kind", kind), ("spec", spec)), cancel)).Value;
}
