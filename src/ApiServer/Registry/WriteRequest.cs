namespace Kybernet.ApiServer.Registry;

/// <summary>What all writes have in common.</summary>
public sealed record WriteRequest
{
    public required UserInfo User { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Empty for creations whose name is in the body.</summary>
    public string Name { get; init; } = "";

    /// <summary>The door the object is written through; empty for the resource itself.</summary>
    public string Subresource { get; init; } = "";

    public bool IsDryRun { get; init; }

    /// <summary>Who owns the fields that are set: the <c>fieldManager</c> parameter, or the start of the user agent.</summary>
    public string FieldManager { get; init; } = "unknown";

    /// <summary>The object comes with its managed fields worked out: it was applied.</summary>
    public bool IsApplied { get; init; }

    /// <summary>Takes the warnings the answer carries.</summary>
    public List<string> Warnings { get; init; } = [];

    /// <summary>Takes what is noted for the audit log; null when nothing is audited.</summary>
    public Action<string, string>? Annotate { get; init; }

    internal WriteContext Context(TimeProvider time) => new(User, time, IsDryRun);
}
