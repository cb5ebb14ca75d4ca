using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Tests.Apply;

public class ServerSideApplyTests
{
    private readonly ApplySession _thing = new();

    [Fact]
    public void Apply_NewObject_OwnsWhatItStates()
    {
        _thing.Apply(
            "one", """{"replicas":1,"list":[{"name":"x","value":"v"}],"map":{"a":"b"},"set":["s"],"atomic":["q"],"selector":{"matchLabels":{}}}""");
        const string Expected =
            """
            one Apply 101 {"f:spec":{"f:atomic":{},"f:list":{"k:{\"name\":\"x\"}":{".":{},"f:name":{},"f:value":{}}},
            "f:map":{"f:a":{}},"f:replicas":{},"f:selector":{},"f:set":{"v:\"s\"":{}}}}
            """;
        Assert.Equal(Expected.ReplaceLineEndings(""), _thing.Owners);
    }

    [Theory]
    [InlineData("""{"replicas":1,"text":"a"}""", """{"replicas":1}""", """{"replicas":1}""")]
    [InlineData("""{"map":{"a":"1","b":"2"}}""", """{"map":{"a":"1"}}""", """{"map":{"a":"1"}}""")]
    [InlineData("""{"list":[{"name":"x"},{"name":"y"}]}""", """{"list":[{"name":"y"}]}""", """{"list":[{"name":"y"}]}""")]
    [InlineData("""{"set":["a","b"]}""", """{"set":["b","c"]}""", """{"set":["b","c"]}""")]
    [InlineData("""{"atomic":["a","b"]}""", """{"atomic":["b"]}""", """{"atomic":["b"]}""")]
    [InlineData("""{"nested":{"name":"n","value":"v"}}""", """{"nested":{"name":"n"}}""", """{"nested":{"name":"n"}}""")]
    [InlineData("""{"nested":{"name":"n","value":"v"}}""", "{}", "{}")]
    [InlineData("""{"map":{"a":"1"}}""", """{"map":{}}""", """{"map":{}}""")]
    [InlineData("""{"ports":[{"port":80},{"port":80,"protocol":"UDP"}]}""", """{"ports":[{"port":80,"protocol":"TCP"}]}""",
        """{"ports":[{"port":80,"protocol":"TCP"}]}""")]
    public void Apply_Again_RemovesWhatItStatesNoMore(string first, string second, string spec)
    {
        Assert.Equal("", _thing.Apply("one", first));
        Assert.Equal("", _thing.Apply("one", second));
        Assert.Equal(spec, _thing.Spec);
    }

    [Fact]
    public void Apply_TwoManagers_ShareEqualValues()
    {
        _thing.Apply("one", """{"replicas":1,"text":"a"}""");
        Assert.Equal("", _thing.Apply("two", """{"replicas":1}"""));
        _thing.Apply("one", """{"text":"a"}""");
        Assert.Equal("""{"replicas":1,"text":"a"}""", _thing.Spec);
        _thing.Apply("two", "{}");
        Assert.Equal("""{"text":"a"}""", _thing.Spec);
    }

    [Fact]
    public void Apply_OtherValue_ConflictsWithEveryOwner()
    {
        _thing.Apply("one", """{"replicas":1,"list":[{"name":"x","value":"v"}]}""");
        _thing.Update("two", """{"replicas":1,"text":"a","list":[{"name":"x","value":"v"}]}""");
        var result = _thing.Try("three", """{"replicas":2,"text":"b","list":[{"name":"x","value":"w"}]}""");
        Assert.Equal(
            "Apply failed with 3 conflicts: conflicts with \"one\":\n- .spec.replicas\n- .spec.list[name=\"x\"].value\n"
                + "conflicts with \"two\" using test/v1:\n- .spec.text",
            result.Error?.Message);
        Assert.Equal((409, "Conflict"), (result.Error!.Code, result.Error.Reason));
        Assert.Equal(
            [("FieldManagerConflict", "conflict with \"one\"", ".spec.replicas"),
                ("FieldManagerConflict", "conflict with \"one\"", ".spec.list[name=\"x\"].value"),
                ("FieldManagerConflict", "conflict with \"two\" using test/v1", ".spec.text")],
            result.Error.Details!.Causes.Select(cause => (cause.Type, cause.Message, cause.Field)));
    }

    [Fact]
    public void Apply_OneConflict_IsOneLine()
    {
        _thing.Apply("one", """{"replicas":1}""");
        Assert.Equal("Apply failed with 1 conflict: conflict with \"one\": .spec.replicas", _thing.Apply("two", """{"replicas":2}"""));
    }

    [Fact]
    public void Apply_SubresourceOwner_IsNamed()
    {
        _thing.Update("one", """{"text":"a"}""");
        _thing.Scope = _thing.Scope with { Subresource = "scale" };
        _thing.Update("hpa", """{"text":"a","replicas":3}""");
        _thing.Scope = _thing.Scope with { Subresource = "" };
        Assert.Equal(
            "Apply failed with 1 conflict: conflict with \"hpa\" with subresource \"scale\" using test/v1: .spec.replicas",
            _thing.Apply("two", """{"replicas":2}"""));
    }

    /// <summary>The example of docs/internals/apply.md.</summary>
    [Fact]
    public void Apply_ThreeWriters_ShareOneObject()
    {
        _thing.Apply("ci", """{"replicas":1,"text":"a"}""");
        _thing.Update("hpa", """{"replicas":3,"text":"a"}""");
        Assert.Equal(
            "Apply failed with 1 conflict: conflict with \"hpa\" using test/v1: .spec.replicas", _thing.Apply("ci", """{"replicas":1,"text":"b"}"""));
        Assert.Equal("", _thing.Apply("ci", """{"text":"b"}"""));
        // Sharing changes no value: the entry has no time, as upstream.
        Assert.Equal("", _thing.Apply("ops", """{"text":"b"}"""));
        Assert.Equal("", _thing.ApplyObject("ci", ApplySession.Config("{}").Without("spec")));
        Assert.Equal("""{"replicas":3,"text":"b"}""", _thing.Spec);
        Assert.Equal("ops Apply  {\"f:spec\":{\"f:text\":{}}}\nhpa Update 102 {\"f:spec\":{\"f:replicas\":{}}}", _thing.Owners);
    }

    [Fact]
    public void Apply_Force_TakesOwnership()
    {
        _thing.Apply("one", """{"replicas":1,"text":"a"}""");
        _thing.Apply("two", """{"replicas":2}""", force: true);
        Assert.Equal(
            "one Apply 101 {\"f:spec\":{\"f:text\":{}}}\ntwo Apply 102 {\"f:spec\":{\"f:replicas\":{}}}",
            _thing.Owners);
    }

    [Fact]
    public void Apply_Twice_ChangesNothing()
    {
        _thing.Apply("one", """{"replicas":1}""");
        var before = _thing.Owners;
        var result = _thing.Try("one", """{"replicas":1}""");
        Assert.True(result.IsNoOp);
        _thing.Apply("one", """{"replicas":1}""");
        Assert.Equal(before, _thing.Owners);
    }

    [Fact]
    public void Apply_ObjectNobodyTracked_StartsWithBeforeFirstApply()
    {
        _thing.Live = ApplySession.Config("""{"replicas":1,"text":"a"}""").With("metadata", TestTypes.Json("""{"name":"a","uid":"u","labels":{"l":"1"}}"""));
        _thing.Apply("one", """{"replicas":1}""");
        Assert.Equal(
            "one Apply 101 {\"f:spec\":{\"f:replicas\":{}}}\n"
                + """before-first-apply Update 101 {"f:metadata":{"f:labels":{".":{},"f:l":{}}},"f:spec":{"f:replicas":{},"f:text":{}}}""",
            _thing.Owners);
    }

    [Fact]
    public void Apply_FilteredFields_AreNotOwnedAndConflictWithNobody()
    {
        _thing.Scope = _thing.Scope with
        {
            Filters = new Dictionary<string, Machinery.Apply.Fields.FieldFilter> { ["test/v1"] = Machinery.Apply.Fields.FieldFilter.AllBut(["status"]) },
        };
        _thing.ApplyObject("one", ApplySession.Config("""{"replicas":1}""").With("status", TestTypes.Json("""{"phase":"x"}""")));
        Assert.Equal("one Apply 101 {\"f:spec\":{\"f:replicas\":{}}}", _thing.Owners);
    }

    [Theory]
    [InlineData("""{"unknown":1}""", ".spec.unknown: field not declared in schema")]
    [InlineData("""{"list":[{"name":"a"},{"name":"a"}]}""", ".spec.list: duplicate entries for key [name=\"a\"]")]
    [InlineData("""{"ports":[{"port":80},{"port":80,"protocol":"TCP"}]}""", ".spec.ports: duplicate entries for key [port=80,protocol=\"TCP\"]")]
    [InlineData("""{"set":["a","a"]}""", ".spec.set: duplicate entries for key [=\"a\"]")]
    [InlineData("""{"list":["a"]}""", ".spec.list: element 0: associative list with keys may not have non-map elements")]
    [InlineData("""{"list":[null]}""", ".spec.list: element 0: associative list with keys may not have a null element")]
    [InlineData("""{"set":[["a"]]}""", ".spec.set: element 0: not supported: associative list with lists as elements")]
    [InlineData("""{"replicas":"a"}""", ".spec.replicas: expected numeric (int or float), got string")]
    [InlineData("""{"text":1}""", ".spec.text: expected string, got &value.valueUnstructured{Value:1}")]
    [InlineData("""{"map":["a"]}""", ".spec.map: expected map, got &{[a]}")]
    [InlineData("""{"list":{"a":1}}""", ".spec.list: expected list, got &{map[a:1]}")]
    [InlineData("""{"text":1,"replicas":"a"}""",
        "errors:\n  .spec.replicas: expected numeric (int or float), got string\n  .spec.text: expected string, got &value.valueUnstructured{Value:1}")]
    public void Apply_MalformedConfig_IsUpstreamsError(string spec, string error) =>
        Assert.Equal($"failed to create typed patch object (ns/a; test/v1, Kind=Thing): {error}", _thing.Apply("one", spec));

    [Fact]
    public void Apply_ManagedFieldsInConfig_IsBadRequest()
    {
        var config = ApplySession.Config("{}").With("metadata", TestTypes.Json("""{"name":"a","managedFields":[]}"""));
        Assert.Equal("metadata.managedFields must be nil", _thing.ApplyObject("one", config));
    }

    [Fact]
    public void Apply_OtherKind_IsBadRequest() => Assert.Equal(
        "invalid object type: test/v2, Kind=Thing", _thing.ApplyObject("one", ApplySession.Config("{}").With("apiVersion", "test/v2")));

    [Theory]
    [InlineData("a,b,c", "b", "a,b,c")]
    [InlineData("a,b,c", "c,a", "b,c,a")]
    [InlineData("a,b,c,d", "d,x,b", "a,c,d,x,b")]
    [InlineData("a,b", "x", "a,b,x")]
    [InlineData("a,b", "x,a", "x,a,b")]
    [InlineData("a,b,c", "c,b,a", "c,b,a")]
    public void Apply_Lists_KeepTheAppliersOrder(string live, string applied, string expected)
    {
        static string List(string names) => "{\"list\":[" + string.Join(',', names.Split(',').Select(name => $"{{\"name\":\"{name}\"}}")) + "]}";
        _thing.Apply("one", List(live));
        _thing.Apply("two", List(applied));
        Assert.Equal(expected, string.Join(',', _thing.Live["spec"]["list"].Items.Select(item => item["name"].AsString())));
    }

    [Fact]
    public void Apply_DuplicatesInLiveObject_AreKeptUntilOneIsApplied()
    {
        _thing.Update("one", """{"list":[{"name":"x","value":"1"},{"name":"x","value":"2"},{"name":"y"}]}""");
        Assert.Equal("", _thing.Apply("two", """{"list":[{"name":"y"}]}"""));
        Assert.Equal("""{"list":[{"name":"x","value":"1"},{"name":"x","value":"2"},{"name":"y"}]}""", _thing.Spec);
        Assert.Equal("", _thing.Apply("two", """{"list":[{"name":"x","value":"3"}]}""", force: true));
        Assert.Equal("""{"list":[{"name":"x","value":"3"},{"name":"y"}]}""", _thing.Spec);
    }

    [Fact]
    public void Apply_LaterVersion_ForgetsManagersOfVersionsThatAreGone()
    {
        _thing.Apply("one", """{"replicas":1}""");
        _thing.Entries = _thing.Entries.Select(entry => entry with { ApiVersion = "test/v0" }).ToListOf();
        Assert.Equal("", _thing.Apply("two", """{"replicas":2}"""));
        Assert.Equal("two Apply 102 {\"f:spec\":{\"f:replicas\":{}}}", _thing.Owners);
    }

    [Fact]
    public void Apply_FieldThatBecameAtomic_IsOwnedWhole()
    {
        _thing.Apply("one", """{"atomicMap":{"a":"1"}}""");
        _thing.Entries = [_thing.Entries[0] with { FieldsV1 = Fields.Parse("""{"f:spec":{"f:atomicMap":{"f:a":{}},"f:atomic":{"i:0":{}}}}""").ToFieldsV1() }];
        _thing.Apply("one", """{"atomicMap":{"a":"1","b":"2"}}""");
        Assert.Equal("one Apply 102 {\"f:spec\":{\"f:atomicMap\":{}}}", _thing.Owners);
    }

    [Fact]
    public void Apply_MalformedEntries_Fail()
    {
        _thing.Entries = [new() { Manager = "x", Operation = "Update", ApiVersion = "test/v1", FieldsType = "FieldsV2" }];
        Assert.Equal("failed to decode managed fields: invalid fieldsType \"FieldsV2\" in managed fields entry 0", _thing.Apply("one", "{}"));
    }
}
