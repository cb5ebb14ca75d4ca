using System.Text;
using Kybernet.Machinery.Apply.Managed;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Apply;

public class ManagedFieldsTests
{
    private readonly ApplySession _thing = new();

    [Fact]
    public void Update_Create_OwnsWhatIsSetAndItsParents()
    {
        _thing.UpdateObject("one", TestTypes.Json(
            """
            {"apiVersion":"test/v1","kind":"Thing","metadata":{"name":"a","generateName":"a-","labels":{"l":"1"},"finalizers":["f"],
            "ownerReferences":[{"apiVersion":"v1","kind":"K","name":"n","uid":"u"}]},
            "spec":{"text":"t","list":[{"name":"x","more":{}}],"nested":{"name":"n"},"atomic":["q"],"selector":{}},"status":{}}
            """));
        const string Expected =
            """
            one Update 101 {"f:metadata":{"f:finalizers":{".":{},"v:\"f\"":{}},"f:generateName":{},"f:labels":{".":{},"f:l":{}},
            "f:ownerReferences":{".":{},"k:{\"uid\":\"u\"}":{}}},
            "f:spec":{"f:atomic":{},"f:list":{".":{},"k:{\"name\":\"x\"}":{".":{},"f:more":{},"f:name":{}}},
            "f:nested":{".":{},"f:name":{}},"f:selector":{},"f:text":{}}}
            """;
        Assert.Equal(Expected.ReplaceLineEndings(""), _thing.Owners);
    }

    [Fact]
    public void Update_ChangeByAnother_MovesTheField()
    {
        _thing.Update("one", """{"text":"a","replicas":1}""");
        _thing.Update("two", """{"text":"b","replicas":1}""");
        Assert.Equal(
            "one Update 101 {\"f:spec\":{\"f:replicas\":{}}}\ntwo Update 102 {\"f:spec\":{\"f:text\":{}}}",
            _thing.Owners);
    }

    [Fact]
    public void Update_NothingChanged_LeavesTimes()
    {
        _thing.Update("one", """{"text":"a"}""");
        _thing.Update("one", """{"text":"a"}""");
        Assert.Equal("one Update 101 {\"f:spec\":{\"f:text\":{}}}", _thing.Owners);
    }

    [Fact]
    public void Update_RemovedField_IsOwnedByNobody()
    {
        _thing.Apply("one", """{"text":"a","replicas":1}""");
        _thing.Update("two", """{"text":"a"}""");
        Assert.Equal("one Apply 101 {\"f:spec\":{\"f:text\":{}}}", _thing.Owners);
    }

    [Fact]
    public void Update_OverApplied_TakesTheField()
    {
        _thing.Apply("one", """{"replicas":1}""");
        _thing.Update("one", """{"replicas":2}""");
        Assert.Equal("one Update 102 {\"f:spec\":{\"f:replicas\":{}}}", _thing.Owners);
    }

    [Fact]
    public void Update_ThroughSubresource_HasAnEntryOfItsOwn()
    {
        _thing.Update("one", """{"text":"a"}""");
        _thing.Scope = _thing.Scope with { Subresource = "status" };
        _thing.UpdateObject("one", ApplySession.Config("""{"text":"a"}""").With("status", TestTypes.Json("""{"phase":"x"}""")));
        Assert.Equal(
            "one Update 101 {\"f:spec\":{\"f:text\":{}}}\none Update/status 102 {\"f:status\":{\"f:phase\":{}}}",
            _thing.Owners.Replace("\"f:status\":{\".\":{},", "\"f:status\":{", StringComparison.Ordinal));
    }

    [Fact]
    public void Update_ElevenUpdaters_MergeTheOldest()
    {
        for (var i = 0; i < 12; i++)
        {
            var members = string.Join(',', Enumerable.Range(0, i + 1).Select(k => $"\"k{k:00}\":\"\""));
            _thing.Update($"m{i:00}", "{\"map\":{" + members + "}}");
        }

        Assert.Equal(
            ["ancient-changes 103", .. Enumerable.Range(3, 9).Select(i => $"m{i:00} {101 + i}")],
            _thing.Entries.Select(entry => $"{entry.Manager} {entry.Time!.Value.UnixSeconds}"));
        Assert.Equal("""{"f:spec":{"f:map":{".":{},"f:k00":{},"f:k01":{},"f:k02":{}}}}""", _thing.Entries[0].FieldsV1.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Update_ResetList_StartsAnew(bool empty)
    {
        _thing.Update("one", """{"text":"a"}""");
        _thing.UpdateObject("two", ApplySession.Config("""{"text":"a"}"""), empty ? ListOf<ManagedFieldsEntry>.Empty : [ManagedFieldsEntry.Empty]);
        // The object is not new, so an empty list stays empty.
        Assert.Equal("", _thing.Owners);
    }

    [Fact]
    public void Update_EntriesInRequest_Count()
    {
        _thing.Update("one", """{"text":"a"}""");
        var entries = _thing.Entries.Select(entry => entry with { Manager = "renamed" }).ToListOf();
        _thing.UpdateObject("two", ApplySession.Config("""{"text":"a","replicas":1}"""), entries);
        Assert.Equal(["renamed", "two"], _thing.Entries.Select(entry => entry.Manager));
    }

    [Fact]
    public void Update_MalformedEntriesInRequest_AreIgnored()
    {
        _thing.Update("one", """{"text":"a"}""");
        _thing.UpdateObject("two", ApplySession.Config("""{"text":"a"}"""), [_thing.Entries[0] with { Operation = "Other" }]);
        Assert.Equal(["one"], _thing.Entries.Select(entry => entry.Manager));
    }

    [Fact]
    public void Update_ObjectNobodyTracked_StaysSo()
    {
        _thing.Live = TestTypes.Json("""{"apiVersion":"test/v1","kind":"Thing","metadata":{"uid":"u"},"spec":{}}""");
        _thing.Update("one", """{"text":"a"}""");
        Assert.True(_thing.Entries.IsAbsent);
    }

    [Fact]
    public void Update_NoManager_IsUnknown()
    {
        _thing.Update("", """{"text":"a"}""");
        Assert.Equal("unknown", _thing.Entries[0].Manager);
    }

    [Fact]
    public void Update_OnlyMetadataNobodyOwns_KeepsEntries()
    {
        _thing.Update("one", """{"text":"a"}""");
        var before = """{"kind":"Thing","metadata":{"name":"a","resourceVersion":"1"},"spec":{"text":"a"}}""";
        var after = """{"kind":"Thing","metadata":{"name":"a","resourceVersion":"2","generation":2},"spec":{"text":"a"}}""";
        var entries = ManagedFields.Update(
            _thing.Scope, Encoding.UTF8.GetBytes(before), _thing.Entries, Encoding.UTF8.GetBytes(after), default, "two", _thing.Now);
        Assert.Equal(_thing.Entries, entries);
    }

    [Fact]
    public void Update_Encodings_AnswerLikeValues()
    {
        _thing.Update("one", """{"text":"a"}""");
        var (before, after) = (_thing.Live, ApplySession.Config("""{"text":"b"}"""));
        var ofValues = ManagedFields.Update(_thing.Scope, before, _thing.Entries, after, default, "two", _thing.Now);
        var ofBytes = ManagedFields.Update(
            _thing.Scope, Encoding.UTF8.GetBytes(before.ToString()), _thing.Entries, Encoding.UTF8.GetBytes(after.ToString()), default, "two", _thing.Now);
        Assert.Equal(ofValues, ofBytes);
        Assert.Equal(["two"], ofBytes.Select(entry => entry.Manager));
    }

    [Fact]
    public void KeepTimes_OnlyTimesDiffer_KeepsEntries()
    {
        ManagedFieldsEntry entry = new() { Manager = "a", Operation = "Update", ApiVersion = "v1", FieldsType = "FieldsV1", Time = Time.FromUnixSeconds(1) };
        ListOf<ManagedFieldsEntry> later = [entry with { Time = Time.FromUnixSeconds(2) }];
        Assert.Equal(Time.FromUnixSeconds(1), ManagedFields.KeepTimes([entry], later)[0].Time);
        ListOf<ManagedFieldsEntry> other = [entry with { Time = Time.FromUnixSeconds(2), Manager = "b" }];
        Assert.Equal(other, ManagedFields.KeepTimes([entry], other));
    }

    [Theory]
    [InlineData("Update", "v1", "FieldsV1", null)]
    [InlineData("", "v1", "FieldsV1", "operation must be `Apply` or `Update`")]
    [InlineData("Apply", "", "FieldsV1", "apiVersion must not be empty")]
    [InlineData("Apply", "v1", "", "missing fieldsType in managed fields entry 0")]
    [InlineData("Apply", "v1", "FieldsV2", "invalid fieldsType \"FieldsV2\" in managed fields entry 0")]
    public void Validate_Entry_IsJudged(string operation, string version, string type, string? error) => Assert.Equal(
        error, ManagedFields.Validate([new() { Manager = "m", Operation = operation, ApiVersion = version, FieldsType = type }]));
}
