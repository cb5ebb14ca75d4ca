using System.Text;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>One thing that must be well.</summary>
/// <param name="Name">As in <c>/readyz/NAME</c>.</param>
/// <param name="Problem">What is wrong now; null when nothing is.</param>
/// <param name="IsForLiveness">A server that fails it should be restarted; the others only take it out of service.</param>
public sealed record HealthCheck(string Name, Func<string?> Problem, bool IsForLiveness);

/// <summary><c>/livez</c>, <c>/readyz</c>, <c>/healthz</c> and each check by itself, with upstream's texts (<c>server/healthz</c>).</summary>
internal sealed class HealthChecks(IReadOnlyList<HealthCheck> checks)
{
    private static readonly string[] s_roots = ["/livez", "/readyz", "/healthz"];

    public static bool Handles(string path)
    {
        foreach (var root in s_roots)
            if (path == root || path.StartsWith(root + "/", StringComparison.Ordinal)) return true;
        return false;
    }

    public async ValueTask AnswerAsync(HttpContext http, string path, QueryParameters query)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var wanted = checks.Where(check => parts[0] != "livez" || check.IsForLiveness).ToList();
        if (parts.Length > 1)
        {
            var one = wanted.Find(check => check.Name == parts[1]);
            if (one is null) await SendAsync(http, 404, "404 page not found\n");
            else if (one.Problem() is { } problem) await SendAsync(http, 500, $"internal server error: {problem}\n");
            else await SendAsync(http, 200, "ok");
            return;
        }

        var excluded = query.All("exclude");
        var text = new StringBuilder();
        var failed = false;
        foreach (var check in wanted)
        {
            if (excluded.Contains(check.Name))
            {
                text.Append("[+]").Append(check.Name).Append(" excluded: ok\n");
                continue;
            }

            var isWell = check.Problem() is null;
            failed |= !isWell;
            text.Append(isWell ? "[+]" : "[-]").Append(check.Name).Append(isWell ? " ok\n" : " failed: reason withheld\n");
        }

        if (failed) await SendAsync(http, 500, text.Append(parts[0]).Append(" check failed\n").ToString());
        else await SendAsync(http, 200, query.Has("verbose") ? text.Append(parts[0]).Append(" check passed\n").ToString() : "ok");
    }

    private static ValueTask SendAsync(HttpContext http, int code, string text)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Responder.SendTextAsync(http, code, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));
    }
}
