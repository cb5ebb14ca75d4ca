using Kybernet.Machinery.Apply.Managed;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Apply;

/// <summary>One stored object that tests apply to and update, a second after each other.</summary>
internal sealed class ApplySession
{
    private const string Schema = """
        package test
        group test
        version v1
        namespace Test

        kind Thing things namespaced
          1 metadata meta.v1.ObjectMeta
          2 spec ThingSpec
          3 status ThingStatus

        type ThingSpec
          1 replicas int32?
          2 text string
          3 list []Entry keys name patch merge:name
          4 ports []Port keys port,protocol patch merge:port
          5 set []string list-set
          6 atomic []string list-atomic
          7 map map[string]
          8 atomicMap map[string] map-atomic
          9 selector meta.v1.LabelSelector?
          10 any raw-extension
          11 nested Entry?

        type Entry
          1 name string required
          2 value string
          3 more map[string]
          4 inner []Entry keys name

        type Port
          1 port int32 required
          2 protocol string openapi-default "TCP"
          3 name string

        type ThingStatus
          1 phase string
        """;

    public static readonly JsonValue Empty = TestTypes.Json("""{"apiVersion":"test/v1","kind":"Thing","metadata":{},"spec":{},"status":{}}""");

    private int _second = 100;

    public ApplyScope Scope { get; set; } =
        new(new GroupVersionKind("test", "v1", "Thing"), TestTypes.Of(Schema, "Thing"));

    public JsonValue Live { get; set; } = Empty;

    public ListOf<ManagedFieldsEntry> Entries { get; set; }

    public Time Now => Time.FromUnixSeconds(_second);

    /// <summary>Who owns what: one line an entry.</summary>
    public string Owners => string.Join('\n', Entries.Select(entry =>
        $"{entry.Manager} {entry.Operation}{(entry.Subresource.Length > 0 ? "/" + entry.Subresource : "")} {entry.Time?.UnixSeconds} {entry.FieldsV1}"));

    /// <summary>The spec as JSON.</summary>
    public string Spec => Live["spec"].ToString();

    /// <summary>Applies a spec; the error's message, or empty.</summary>
    public string Apply(string manager, string spec, bool force = false) => ApplyObject(manager, Config(spec), force);

    public string ApplyObject(string manager, JsonValue config, bool force = false)
    {
        _second++;
        var result = ServerSideApply.Apply(Scope, Live, Entries, config, Empty, manager, force, Now);
        if (result.Failed) return result.Error.Message;
        (Live, Entries) = (result.Object, result.Entries);
        return "";
    }

    public ApplyResult Try(string manager, string spec, bool force = false) =>
        ServerSideApply.Apply(Scope, Live, Entries, Config(spec), Empty, manager, force, Now);

    /// <summary>Writes a spec as a create or an update does.</summary>
    public void Update(string manager, string spec) => UpdateObject(manager, Config(spec));

    public void UpdateObject(string manager, JsonValue updated, ListOf<ManagedFieldsEntry> entries = default)
    {
        _second++;
        Entries = ManagedFields.Update(Scope, Live, Entries, updated, entries, manager, Now);
        var metadata = updated["metadata"].With("uid", "u");
        Live = updated.With("metadata", metadata);
    }

    public static JsonValue Config(string spec) =>
        TestTypes.Json($$"""{"apiVersion":"test/v1","kind":"Thing","metadata":{"name":"a","namespace":"ns"},"spec":{{spec}}}""");
}
