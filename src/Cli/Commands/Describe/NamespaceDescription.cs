using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>A namespace with its quotas and limits. Upstream: <c>describeNamespace</c>.</summary>
internal static class NamespaceDescription
{
    private static readonly string[] s_limits = ["min", "max", "defaultRequest", "default", "maxLimitRequestRatio"];

    public static async Task WriteAsync(Description description, JsonValue value, Related related)
    {
        description.Head(value, hasNamespace: false);
        description.Field("Status", value.Text("status", "phase"));
        var conditions = value.At("status", "conditions").Items;
        if (conditions.Count > 0)
        {
            description.Line(0, "Conditions:\n  Type\tStatus\tLastTransitionTime\tReason\tMessage");
            description.Line(1, "----\t------\t------------------\t------\t-------");
            foreach (var one in conditions.ToArray())
            {
                var since = description.Time(one.Text("lastTransitionTime"));
                description.Line(1, $"{one.Text("type")}\t{one.Text("status")}\t{since}\t{one.Text("reason")}\t{one.Text("message")}");
            }
        }

        description.Line(0, "");
        Quotas(description, await AllAsync(related, "resourcequotas", value.Name()));
        description.Line(0, "");
        Limits(description, await AllAsync(related, "limitranges", value.Name()));
    }

    /// <summary>A quota by itself.</summary>
    public static void Quota(Description description, JsonValue quota)
    {
        description.Field("Name", quota.Name());
        description.Field("Namespace", quota.Space());
        Scopes(description, quota, 0, " * ");
        description.Line(0, "Resource\tUsed\tHard\n--------\t----\t----");
        Amounts(description, quota, 0);
    }

    /// <summary>Limits by themselves.</summary>
    public static void LimitRange(Description description, JsonValue range)
    {
        description.Field("Name", range.Name());
        description.Field("Namespace", range.Space());
        description.Line(0, "Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio");
        description.Line(0, "----\t--------\t---\t---\t---------------\t-------------\t-----------------------");
        Rows(description, range, "");
    }

    private static void Scopes(Description description, JsonValue quota, int level, string bullet)
    {
        var scopes = quota.At("spec", "scopes").Items.Select(static one => one.AsString() ?? "").Order(StringComparer.Ordinal).ToList();
        if (scopes.Count > 0) description.Field(level, "Scopes", string.Join(", ", scopes));
        foreach (var help in scopes.Select(Help).Where(static help => help.Length > 0)) description.Line(level, bullet + help);
    }

    private static void Amounts(Description description, JsonValue quota, int level)
    {
        foreach (var (name, hard) in quota.At("status", "hard").Pairs().OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            var used = quota.Text("status", "used", name);
            description.Line(level, $"{name}\t{(used.Length > 0 ? used : "0")}\t{hard.AsString()}");
        }
    }

    private static void Rows(Description description, JsonValue range, string indent)
    {
        foreach (var limit in range.At("spec", "limits").Items.ToArray())
        {
            // Upstream goes through a map, in no order.
            var names = s_limits.SelectMany(member => limit[member].Pairs()).Select(static pair => pair.Key).Distinct().Order(StringComparer.Ordinal);
            foreach (var name in names)
            {
                var cells = s_limits.Select(member => limit.At(member, name).AsString() ?? "-");
                description.Line(0, $"{indent}{limit.Text("type")}\t{name}\t{string.Join('\t', cells)}");
            }
        }
    }

    private static async Task<IReadOnlyList<JsonValue>> AllAsync(Related related, string resource, string space) =>
        (await related.ListAsync(resource, space)).TryGet(out var found, out var error) ? found : throw new Client.ApiException(error);

    private static void Quotas(Description description, IReadOnlyList<JsonValue> quotas)
    {
        description.Line(0, quotas.Count == 0 ? "No resource quota." : "Resource Quotas");
        foreach (var quota in quotas.OrderBy(static one => one.Name(), StringComparer.Ordinal))
        {
            description.Field(1, "Name", quota.Name());
            Scopes(description, quota, 1, "* ");
            description.Line(1, "Resource\tUsed\tHard");
            description.Line(1, "--------\t---\t---");
            Amounts(description, quota, 1);
        }
    }

    private static void Limits(Description description, IReadOnlyList<JsonValue> ranges)
    {
        if (ranges.Count == 0)
        {
            description.Line(0, "No LimitRange resource.");
            return;
        }

        description.Line(0, "Resource Limits\n Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio");
        description.Line(0, " ----\t--------\t---\t---\t---------------\t-------------\t-----------------------");
        foreach (var range in ranges) Rows(description, range, " ");
    }

    private static string Help(string scope) => scope switch
    {
        "Terminating" =>
            "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.",
        "NotTerminating" =>
            "Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command "
            + "is not expected to terminate.",
        "BestEffort" => "Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.",
        "NotBestEffort" =>
            "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.",
        _ => "",
    };
}
