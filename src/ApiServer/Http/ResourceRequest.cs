using Kybernet.ApiServer.Audit;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>A request for a resource on its way through the pipeline.</summary>
internal sealed record ResourceRequest(HttpContext Http, RequestInfo Info, QueryParameters Query, UserInfo User, Resource Resource)
{
    /// <summary>Warnings for the answer's headers.</summary>
    public List<string> Warnings { get; } = [];

    public CancellationToken Cancel => Http.RequestAborted;

    /// <summary>What the client accepts; custom resources have no protobuf, only their metadata have.</summary>
    public string Accept
    {
        get
        {
            var accept = Http.Request.Headers.Accept.ToString();
            if (!Resource.Info.IsCustom || !accept.Contains(ResponseForm.Protobuf, StringComparison.Ordinal)) return accept;
            var kept = accept.Split(',').Where(static clause =>
                !clause.Contains(ResponseForm.Protobuf, StringComparison.Ordinal) || clause.Contains("as=", StringComparison.Ordinal)).ToList();
            return kept.Count == 0 ? ResponseForm.Protobuf + ";as=None" : string.Join(',', kept);
        }
    }

    /// <summary>Every <c>dryRun</c> parameter says <c>All</c>.</summary>
    public bool IsDryRun => Query["dryRun"] == "All";

    public WriteRequest ToWrite(string name) => new()
    {
        User = User,
        Namespace = Info.Namespace,
        Name = name,
        Subresource = Info.Subresource,
        IsDryRun = IsDryRun,
        FieldManager = Manager(),
        Warnings = Warnings,
        Annotate = Audited is { } audited ? audited.Annotate : null,
    };

    /// <summary>Takes what is noted for the audit log; null when the request is not audited.</summary>
    public AuditedRequest? Audited => Http.Features.Get<AuditedRequest>();

    // Upstream: managerOrUserAgent, prefixFromUserAgent.
    private string Manager()
    {
        const int MaxLength = 128;
        var manager = Query["fieldManager"];
        if (manager.Length > 0) return manager;
        var agent = Http.Request.Headers.UserAgent.ToString();
        var end = agent.IndexOf('/', StringComparison.Ordinal);
        if (end >= 0) agent = agent[..end];
        var text = new System.Text.StringBuilder();
        foreach (var rune in agent.EnumerateRunes())
        {
            if (System.Text.Rune.IsControl(rune)) continue;
            if (text.Length + rune.Utf16SequenceLength > MaxLength) break;
            text.Append(rune.ToString());
        }

        return text.Length == 0 ? "unknown" : text.ToString();
    }
}
