using Kybernet.Machinery.Apply.Managed;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Values;

namespace Kybernet.Api.Tests.Apply;

public class ManagedFieldsTests
{
    private const int Seed = 4711;

    private static readonly Time s_now = Time.FromUnixSeconds(1_700_000_000);

    private static readonly ApplyScope s_pods = PodDoor.Scope("", "v1", "Pod");

    private static readonly JsonValue s_emptyPod = PodDoor.Empty(s_pods.Kind);

    /// <summary>A defaulted pod as the main door sees it, and the fields its creator then owns on a real cluster.</summary>
    private const string Pod =
        """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"web-1","generateName":"web-","namespace":"shop","labels":{"app":"web"},
        "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web","uid":"u-1","controller":true}]},
        "spec":{"volumes":[{"name":"config","configMap":{"name":"web","defaultMode":420}}],
        "containers":[{"name":"web","image":"nginx","args":["-v"],"ports":[{"containerPort":8080,"protocol":"UDP"},{"containerPort":80,"protocol":"TCP"}],
        "env":[{"name":"POD","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}},{"name":"LEVEL","value":"info"}],
        "resources":{"limits":{"cpu":"1"}},"volumeMounts":[{"name":"config","mountPath":"/etc/web"}],"imagePullPolicy":"Always"},
        {"name":"proxy","image":"proxy","resources":{}}],
        "restartPolicy":"Always","securityContext":{},"tolerations":[{"key":"k","operator":"Exists"}]},"status":{"phase":"Pending"}}
        """;

    private const string PodFields =
        """
        {"f:metadata":{"f:generateName":{},"f:labels":{".":{},"f:app":{}},"f:ownerReferences":{".":{},"k:{\"uid\":\"u-1\"}":{}}},
        "f:spec":{"f:containers":{"k:{\"name\":\"proxy\"}":{".":{},"f:image":{},"f:name":{},"f:resources":{}},
        "k:{\"name\":\"web\"}":{".":{},"f:args":{},"f:env":{".":{},"k:{\"name\":\"LEVEL\"}":{".":{},"f:name":{},"f:value":{}},
        "k:{\"name\":\"POD\"}":{".":{},"f:name":{},"f:valueFrom":{".":{},"f:fieldRef":{}}}},"f:image":{},"f:imagePullPolicy":{},"f:name":{},
        "f:ports":{".":{},"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{},"f:protocol":{}},
        "k:{\"containerPort\":8080,\"protocol\":\"UDP\"}":{".":{},"f:containerPort":{},"f:protocol":{}}},
        "f:resources":{".":{},"f:limits":{".":{},"f:cpu":{}}},
        "f:volumeMounts":{".":{},"k:{\"mountPath\":\"/etc/web\"}":{".":{},"f:mountPath":{},"f:name":{}}}}},
        "f:restartPolicy":{},"f:securityContext":{},"f:tolerations":{},
        "f:volumes":{".":{},"k:{\"name\":\"config\"}":{".":{},"f:configMap":{".":{},"f:defaultMode":{},"f:name":{}},"f:name":{}}}}}
        """;

    [Fact]
    public void Create_Pod_OwnsWhatUpstreamSays()
    {
        var entries = ManagedFields.Create(s_pods, s_emptyPod, PodDoor.Encode(Pod), default, "kcm", s_now);
        Assert.Equal(("kcm", "Update", "v1", s_now), (entries[0].Manager, entries[0].Operation, entries[0].ApiVersion, entries[0].Time));
        Assert.Equal(PodFields.ReplaceLineEndings(""), entries[0].FieldsV1.ToString());
        Assert.Single(entries);
    }

    /// <summary>The quick way takes no tree of values: what it allocates is the answer.</summary>
    [Fact]
    public void Create_Pod_AllocatesTheAnswerOnly()
    {
        var encoded = PodDoor.Encode(Pod);
        ManagedFields.Create(s_pods, s_emptyPod, encoded, default, "kcm", s_now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var entries = ManagedFields.Create(s_pods, s_emptyPod, encoded, default, "kcm", s_now);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 1, entries[0].FieldsV1.Span.Length + 600);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Create_RandomObject_AnswersLikeUpdate(string apiVersion, string kind)
    {
        var gvk = GroupVersionKind.FromApiVersionAndKind(apiVersion, kind);
        var scope = PodDoor.Scope(gvk.Group, gvk.Version, gvk.Kind);
        var remembering = scope with { Repeats = new() };
        var empty = PodDoor.Empty(gvk);
        for (var i = 0; i < 8; i++)
        {
            var json = new RandomObject(ApiTypes.Schema, new Random(Seed + i), 0.2 + (0.1 * i)).Json(ApiTypes.Schema.Find(gvk)!, withKind: true);
            var value = PodDoor.Parse(System.Text.Encoding.UTF8.GetBytes(json));
            value = value.With("metadata", value["metadata"].Without("managedFields").Without("uid"));
            var encoded = PodDoor.Encode(value.ToString());
            var expected = ManagedFields.Update(scope, empty, default, PodDoor.Parse(encoded), default, "m", s_now);
            Assert.Equal(expected, ManagedFields.Create(scope, empty, encoded, default, "m", s_now));
            for (var again = 0; again < 4; again++) Assert.Equal(expected, ManagedFields.Create(remembering, empty, encoded, default, "m", s_now));
        }
    }

    [Fact]
    public void Create_PodsOfOneTemplate_ShareTheirFields()
    {
        var remembering = s_pods with { Repeats = new() };
        var pods = Enumerable.Range(0, 4).Select(number => PodDoor.Encode(Pod.Replace("web-1", $"web-{number}", StringComparison.Ordinal)));
        var fields = pods.Select(pod => ManagedFields.Create(remembering, s_emptyPod, pod, default, "kcm", s_now)[0].FieldsV1).ToList();
        Assert.True(fields[2].Memory.Equals(fields[3].Memory));
        Assert.All(fields, one => Assert.Equal(PodFields.ReplaceLineEndings(""), one.ToString()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Update_RandomObjects_BytesAnswerLikeValues(string apiVersion, string kind)
    {
        var gvk = GroupVersionKind.FromApiVersionAndKind(apiVersion, kind);
        var scope = PodDoor.Scope(gvk.Group, gvk.Version, gvk.Kind);
        for (var i = 0; i < 4; i++)
        {
            var before = Random(gvk, Seed + i);
            var entries = ManagedFields.Create(scope, PodDoor.Empty(gvk), before, default, "creator", s_now);
            foreach (var after in Changed(before, Random(gvk, Seed + 100 + i)))
            {
                var expected = ManagedFields.Update(scope, PodDoor.Parse(before), entries, PodDoor.Parse(after), default, "m", s_now);
                // Random lists have items without their keys, which fail the comparison; the bytes do not look where nothing changed.
                if (!expected.IsAbsent) Assert.Equal(expected, ManagedFields.Update(scope, before, entries, after, default, "m", s_now));
            }
        }
    }

    /// <summary>The object with one of its members after the other taken from another object, and that object.</summary>
    private static IEnumerable<byte[]> Changed(byte[] before, byte[] other)
    {
        var (value, source) = (PodDoor.Parse(before), PodDoor.Parse(other));
        foreach (var name in value.Members.Keys) yield return PodDoor.Encode(value.With(name, source[name]).ToString());
        yield return other;
    }

    private static byte[] Random(GroupVersionKind gvk, int seed)
    {
        var json = new RandomObject(ApiTypes.Schema, new Random(seed), 0.5).Json(ApiTypes.Schema.Find(gvk)!, withKind: true);
        var value = PodDoor.Parse(System.Text.Encoding.UTF8.GetBytes(json));
        return PodDoor.Encode(value.With("metadata", value["metadata"].Without("managedFields").Without("uid")).ToString());
    }

    /// <summary>The fields of a create by hand, item by item: what is plain must go the quick way and come out the same.</summary>
    [Theory]
    [InlineData("""{"labels":{"a10":"","a9":"","a":""}}""")]
    [InlineData("""{"labels":{},"annotations":{"x":"<&>"}}""")]
    [InlineData("""{"finalizers":["b","a","aa"]}""")]
    [InlineData("""{"finalizers":[]}""")]
    [InlineData("""{"labels":{"a\"b":"","<":"","naïve":""}}""")]
    [InlineData("""{"finalizers":["<",">"]}""")]
    public void Create_Metadata_AnswersLikeUpdate(string metadata)
    {
        var encoded = System.Text.Encoding.UTF8.GetBytes(
            $$"""{"kind":"Pod","apiVersion":"v1","metadata":{{metadata}},"spec":{"containers":null},"status":{} }""");
        Assert.Equal(
            ManagedFields.Update(s_pods, s_emptyPod, default, PodDoor.Parse(encoded), default, "m", s_now),
            ManagedFields.Create(s_pods, s_emptyPod, encoded, default, "m", s_now));
    }

    [Fact]
    public void Create_NothingOwned_HasNoEntries()
    {
        var encoded = PodDoor.Encode("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"}}""");
        Assert.True(ManagedFields.Create(s_pods, s_emptyPod, encoded, default, "m", s_now).IsAbsent);
    }

    [Fact]
    public void Create_EntriesInRequest_Count()
    {
        var other = new ManagedFieldsEntry
        {
            Manager = "other",
            Operation = "Apply",
            ApiVersion = "v1",
            FieldsType = "FieldsV1",
            FieldsV1 = FieldsV1.FromJson("""{"f:spec":{"f:nodeName":{}}}"""u8),
        };
        var entries = ManagedFields.Create(s_pods, s_emptyPod, PodDoor.Encode(Pod), [other], "kcm", s_now);
        Assert.Equal(["other", "kcm"], entries.Select(entry => entry.Manager));
    }

    public static TheoryData<string, string> Kinds()
    {
        var data = new TheoryData<string, string>();
        foreach (var type in ApiTypes.Schema.Types.Where(type => type.Resource is not null)) data.Add(type.ApiVersion, type.Name);
        return data;
    }
}
