using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Managed;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.Machinery.Tests.Apply;

public class ScaleFieldsTests
{
    private const string Replicas = """{"f:spec":{"f:replicas":{}}}""";
    private const string Selector = """{"f:spec":{"f:selector":{}}}""";
    private const string Both = """{"f:spec":{"f:replicas":{},"f:selector":{}}}""";

    private static readonly Dictionary<string, ListOf<PathElement>?> s_paths = new() { ["apps/v1"] = ["spec", "replicas"], ["apps/v0"] = null };

    [Fact]
    public void ToSubresource_Entries_KeepTheReplicaCountOnly()
    {
        ListOf<ManagedFieldsEntry> parent =
            [Entry("a Apply apps/v1", Both), Entry("b Apply apps/v1 scale", Replicas), Entry("c Update apps/v1", Selector), Entry("d Apply apps/v9", Both)];
        Assert.Equal(
            [Entry("a Apply autoscaling/v1", Replicas), Entry("b Apply autoscaling/v1 scale", Replicas)],
            new ScaleFields(parent, "apps/v1", s_paths).ToSubresource(out _));
    }

    /// <summary>Upstream's cases: an entry of the resource, one the scale has afterwards, and what the resource has then.</summary>
    [Theory]
    [InlineData("a Apply apps/v1", "b Update autoscaling/v1 scale", "a Apply apps/v1|selector", "b Update apps/v1 scale|replicas")]
    [InlineData("a Apply apps/v1", "b Apply autoscaling/v1 scale", "a Apply apps/v1|selector", "b Apply apps/v1 scale|replicas")]
    [InlineData("a Update apps/v1", "b Update autoscaling/v1 scale", "a Update apps/v1|selector", "b Update apps/v1 scale|replicas")]
    [InlineData("a Update apps/v1", "b Apply autoscaling/v1 scale", "b Apply apps/v1 scale|replicas", "a Update apps/v1|selector")]
    [InlineData("a Apply apps/v1", "a Apply autoscaling/v1 scale", "a Apply apps/v1|selector", "a Apply apps/v1 scale|replicas")]
    [InlineData("a Apply apps/v1", "a Apply autoscaling/v1", "a Apply apps/v1|both", null)]
    [InlineData("a Apply apps/v0", "b Apply autoscaling/v1 scale", "a Apply apps/v0|both", "b Apply apps/v1 scale|replicas")]
    [InlineData("a Apply apps/v9", "b Apply autoscaling/v1 scale", "b Apply apps/v1 scale|replicas", null)]
    public void ToParent_Entries_MoveTheReplicaCount(string parent, string scale, string first, string? second)
    {
        var fields = new ScaleFields([Entry(parent, Both)], "apps/v1", s_paths);
        var entries = fields.ToParent([Entry(scale, Replicas)], out var error);
        Assert.Equal("", error);
        Assert.Equal(new[] { first, second }.OfType<string>().Select(Parse).ToListOf(), entries);
    }

    [Fact]
    public void ToParent_NothingLeft_DropsTheEntry() => Assert.Equal(
        [Entry("b Update apps/v1 scale", Replicas)],
        new ScaleFields([Entry("a Apply apps/v1", Replicas)], "apps/v1", s_paths).ToParent([Entry("b Update autoscaling/v1 scale", Replicas)], out _));

    [Fact]
    public void ToSubresource_MalformedEntry_IsAnError()
    {
        new ScaleFields([Entry("a Other apps/v1", Replicas)], "apps/v1", s_paths).ToSubresource(out var error);
        Assert.Equal("operation must be `Apply` or `Update`", error);
    }

    private static ManagedFieldsEntry Parse(string text)
    {
        var parts = text.Split('|');
        return Entry(parts[0], parts[1] switch { "both" => Both, "selector" => Selector, _ => Replicas });
    }

    /// <param name="head">Manager, operation, version, and the subresource if there is one.</param>
    /// <param name="fields">The fields as JSON.</param>
    private static ManagedFieldsEntry Entry(string head, string fields)
    {
        var words = head.Split(' ');
        return new()
        {
            Manager = words[0],
            Operation = words[1],
            ApiVersion = words[2],
            Subresource = words.Length > 3 ? words[3] : "",
            FieldsType = "FieldsV1",
            FieldsV1 = Fields.Parse(fields).ToFieldsV1(),
        };
    }
}
