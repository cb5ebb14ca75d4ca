using System.Runtime.InteropServices;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Audit;

/// <summary>A request on its way, with what is known of it for the audit log. Used by the one who works on the request.</summary>
internal sealed class AuditedRequest(RequestInfo request, AuditDecision decision)
{
    public const string ReasonKey = "authorization.k8s.io/reason";

    // By key. They are few, mostly the two of authorisation.
    private readonly List<KeyValuePair<string, string>> _annotations = new(2);

    public RequestInfo Request => request;

    public AuditDecision Decision => decision;

    public AuditLevel Level => decision.Level;

    public required string Id { get; init; }

    public required string RequestUri { get; init; }

    public required string SourceIp { get; init; }

    public required string UserAgent { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Null when nobody could be made of the credentials.</summary>
    public UserInfo? User { get; init; }

    public UserInfo? ImpersonatedUser { get; set; }

    /// <summary>What was sent; null where nothing was, or the level leaves it out.</summary>
    public IKind? RequestObject { get; private set; }

    /// <summary>What was sent as it was: a patch.</summary>
    public ReadOnlyMemory<byte> RequestJson { get; private set; }

    public IKind? ResponseObject { get; private set; }

    public ApiError? Error { get; set; }

    /// <summary>The name, the uid and the version of the object that was sent, where the path has none.</summary>
    public string Name { get; private set; } = request.Name;

    public string Uid { get; private set; } = "";

    public string ResourceVersion { get; private set; } = "";

    /// <summary>In the order of their keys.</summary>
    public ReadOnlySpan<KeyValuePair<string, string>> Annotations => CollectionsMarshal.AsSpan(_annotations);

    /// <summary>The first value of a key stays.</summary>
    public void Annotate(string key, string value)
    {
        var at = _annotations.Count;
        while (at > 0 && string.CompareOrdinal(_annotations[at - 1].Key, key) >= 0) at--;
        if (at == _annotations.Count || _annotations[at].Key != key) _annotations.Insert(at, new(key, value));
    }

    public void Sent(IKind value)
    {
        if (value is IObject { Metadata: { } metadata })
        {
            if (Name.Length == 0) Name = metadata.Name;
            (Uid, ResourceVersion) = (metadata.Uid, metadata.ResourceVersion);
        }

        if (Level >= AuditLevel.Request) RequestObject = Bare(value);
    }

    /// <summary>What was decided, in upstream's annotations.</summary>
    public void Authorized(bool isAllowed, string reason)
    {
        Annotate("authorization.k8s.io/decision", isAllowed ? "allow" : "forbid");
        Annotate(ReasonKey, reason);
    }

    public void SentPatch(ReadOnlyMemory<byte> json)
    {
        if (Level >= AuditLevel.Request) RequestJson = json;
    }

    public void Answered(IKind value)
    {
        if (Level >= AuditLevel.RequestResponse) ResponseObject = Bare(value);
    }

    private IKind Bare(IKind value) => decision.OmitManagedFields && value is IObject { Metadata.ManagedFields.IsEmpty: false } it
        ? it.WithMetadata(it.Metadata with { ManagedFields = default })
        : value;
}
