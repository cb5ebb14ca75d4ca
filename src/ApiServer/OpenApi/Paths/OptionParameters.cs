using System.Collections.Frozen;
using Kybernet.Machinery.Schema;

namespace Kybernet.ApiServer.OpenApi.Paths;

/// <summary>The query parameters that the fields of an options kind stand for.</summary>
internal sealed class OptionParameters(SchemaModel schema)
{
    public static ApiParameter Pretty { get; } = new("pretty", "query", "string",
        "If 'true', the answer is indented. Defaults to 'false', but for browsers, curl and wget.");

    public static ApiParameter Namespace { get; } = new("namespace", "path", "string", "The namespace the object is in.");

    public static ApiParameter PathSegments { get; } = new("path", "path", "string", "The path of the request that is passed on.");

    private static readonly FrozenDictionary<string, string> s_descriptions = new Dictionary<string, string>
    {
        ["allowWatchBookmarks"] =
            "Asks for events of type BOOKMARK, which tell how far the watch has come. The server decides when to send them. "
            + "Ignored unless watching.",
        ["command"] = "The command to run, an argument at a time. It is not run in a shell.",
        ["container"] = "The container of the pod. Needed only where the pod has more than one.",
        ["continue"] =
            "The token of the last answer: asks for the next part of the list it began, with the same parameters otherwise. "
            + "An expired token is answered with 410; the list then starts again, or goes on inconsistently with the token of "
            + "that answer. Not for watches.",
        ["dryRun"] = "Goes through every step of the request but does not store the result. The only value is All.",
        ["fieldManager"] = "The name of who makes the change: at most 128 printable characters. Required for apply, optional otherwise.",
        ["fieldSelector"] = "Restricts the list by fields of the objects. Defaults to everything.",
        ["fieldValidation"] =
            "What happens to unknown and duplicate fields of the request's object: Ignore drops them silently, Warn drops "
            + "them with a warning each (the default), Strict refuses the request and names them all.",
        ["follow"] = "Go on sending what the container writes.",
        ["force"] = "Apply takes over fields that others own. Only for apply.",
        ["gracePeriodSeconds"] =
            "Seconds before the object is deleted: not negative, zero means at once. Defaults to what the kind or the object "
            + "says.",
        ["ignoreStoreReadErrorWithClusterBreakingPotential"] =
            "Deletes an object that cannot be read from the store: finalizers and preconditions are not looked at, and what "
            + "the object stood for may be left behind. Defaults to false.",
        ["insecureSkipTLSVerifyBackend"] = "Do not check the certificate of the node the log comes from.",
        ["labelSelector"] = "Restricts the list by labels of the objects. Defaults to everything.",
        ["limit"] =
            "The most objects one answer may hold; if there are more, the list's metadata has a continue token. All parts of "
            + "a list show the same moment. Not for watches.",
        ["limitBytes"] = "The most bytes of the log to send.",
        ["orphanDependents"] = "Deprecated: use propagationPolicy. Whether dependents are kept. Not together with propagationPolicy.",
        ["path"] = "The URL path of the request that is passed on.",
        ["ports"] = "The ports to forward.",
        ["previous"] = "The log of the container that ran before this one.",
        ["propagationPolicy"] =
            "What happens to dependents: Orphan keeps them, Background deletes them afterwards, Foreground deletes them "
            + "first. Defaults to what the finalizers of the object and its kind say.",
        ["resourceVersion"] =
            "Which state of the data the answer may show. See "
            + "https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions.",
        ["resourceVersionMatch"] =
            "How resourceVersion is meant in a list: NotOlderThan or Exact. See "
            + "https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions.",
        ["sendInitialEvents"] =
            "With watch and resourceVersionMatch=NotOlderThan: the watch begins with an event for every object there is, then "
            + "a bookmark with the annotation k8s.io/initial-events-end, then goes on with changes.",
        ["shardSelector"] = "Restricts the list to ranges of a hash of the objects' uid.",
        ["sinceSeconds"] = "Only what was logged in the last so many seconds.",
        ["stderr"] = "Pass on standard error.",
        ["stdin"] = "Pass on standard input.",
        ["stdout"] = "Pass on standard output.",
        ["stream"] = "Which of the container's streams to send: All, Stdout or Stderr. Defaults to All.",
        ["tailLines"] = "Only so many lines from the end of the log.",
        ["timeoutSeconds"] = "How long a list or watch may take, in seconds.",
        ["timestamps"] = "Put the time in RFC 3339 before every line.",
        ["tty"] = "Give the process a terminal.",
        ["watch"] = "Answer with a stream of changes instead of a list.",
    }.ToFrozenDictionary();

    /// <summary>What was asked for before; also the lock that guards it.</summary>
    private readonly Dictionary<string, ApiParameter[]> _known = [];

    public static ApiParameter Name(string kind) => new("name", "path", "string", "name of the " + kind);

    /// <summary>The parameters of an options type such as <c>meta.v1.ListOptions</c>; fields that are objects have none.</summary>
    public IReadOnlyList<ApiParameter> Of(string qualifiedName)
    {
        lock (_known)
        {
            if (_known.TryGetValue(qualifiedName, out var known)) return known;
            var type = schema.Find(qualifiedName) ?? throw new KeyNotFoundException($"no schema declares {qualifiedName}");
            return _known[qualifiedName] = [.. type.Fields.Where(IsPlain).Select(Describe)];
        }
    }

    private static bool IsPlain(SchemaField field) =>
        field.Type.Scalar is SchemaScalar.String or SchemaScalar.Bool or SchemaScalar.Int32 or SchemaScalar.Int64;

    private static ApiParameter Describe(SchemaField field)
    {
        var type = field.Type.Scalar switch
        {
            SchemaScalar.Bool => "boolean",
            SchemaScalar.Int32 or SchemaScalar.Int64 => "integer",
            _ => "string",
        };
        return new(field.JsonName, "query", type, s_descriptions.GetValueOrDefault(field.JsonName, ""));
    }
}
