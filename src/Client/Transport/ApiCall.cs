using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Transport;

/// <summary>What a call does. The API's verbs.</summary>
public enum ApiVerb
{
    Get,
    List,
    Create,
    Update,
    Apply,
    Patch,
    Delete,

    /// <summary>Deletes what a list would give; called as a list.</summary>
    DeleteCollection,
}

/// <summary>One call of the API.</summary>
public sealed record ApiCall(ApiVerb Verb, GroupVersionResource Resource)
{
    /// <summary>Empty for cluster-scoped resources, and for lists over all namespaces.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Empty for lists and creations.</summary>
    public string Name { get; init; } = "";

    public string Subresource { get; init; } = "";

    /// <summary>What is created, updated or applied.</summary>
    public IObject? Body { get; init; }

    /// <summary>What is to change, of a patch.</summary>
    public ObjectPatch? Patch { get; init; }

    /// <summary>Of a list or watch.</summary>
    public string LabelSelector { get; init; } = "";

    /// <summary>Of a list or watch.</summary>
    public string FieldSelector { get; init; } = "";

    /// <summary>
    /// Of a watch: from where; empty for the state there is and all that follows. Of a read: none older than this; 0 for any there is,
    /// empty for the newest.
    /// </summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>Of a watch: also <see cref="WatchNoticeKind.Bookmark"/>.</summary>
    public bool AllowBookmarks { get; init; }

    /// <summary>Of reads: only the metadata is needed. A transport that encodes asks for no more than that and gives
    /// <see cref="PartialObjectMetadata"/>; one that does not gives the objects it has.</summary>
    public bool IsMetadataOnly { get; init; }

    /// <summary>Of a deletion.</summary>
    public DeleteOptions DeleteOptions { get; init; } = DeleteOptions.Empty;

    /// <summary>Whose fields the written ones are.</summary>
    public string FieldManager { get; init; } = "";

    /// <summary>Of an apply: take fields over from other managers.</summary>
    public bool Force { get; init; }

    public bool IsDryRun { get; init; }
}
