using System.Text;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.CustomResources;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.CustomResources;

public sealed class CustomVersionTests
{
    // What an embedded object has beside its metadata stays.
    private const string Kept = "\"metadata\":{},\"odd\":1";

    private const string Schema = """
        {"type":"object","properties":{"spec":{"type":"object","properties":{
          "set":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},
          "map":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],
            "items":{"type":"object","properties":{"k":{"type":"string"}}}},
          "small":{"type":"integer","maximum":3},
          "inner":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true}}}}}
        """;

    [Theory]
    [InlineData("""{"spec":{"odd":1}}""", "unknown field \"spec.odd\"")]
    [InlineData("""{"odd":1}""", "unknown field \"odd\"")]
    [InlineData("""{"metadata":{"odd":1}}""", "unknown field \"metadata.odd\"")]
    [InlineData("""{"spec":{"small":1,"small":2}}""", "duplicate field \"spec.small\"")]
    [InlineData("""{"spec":{"inner":{"apiVersion":"v1","kind":"A","metadata":{"odd":1},"odd":1}}}""", "unknown field \"spec.inner.metadata.odd\"")]
    public void Admit_InStrictReading_NamesWhatIsDropped(string body, string finding)
    {
        var admitted = Admit(body);

        Assert.Equal([finding], admitted.Strict!.Messages);
        Assert.DoesNotContain("\"odd\":1", admitted.Value!.ToString()!.Replace(Kept, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"spec":{"set":["a","b","a"]}}""", "spec.set[2]: Duplicate value: \"a\"")]
    [InlineData("""{"spec":{"map":[{"k":"a"},{"k":"a"}]}}""", "spec.map[1]: Duplicate value: {\"k\":\"a\"}")]
    [InlineData("""{"spec":{"small":4}}""", "spec.small: Invalid value: 4: spec.small in body should be less than or equal to 3")]
    [InlineData("""{"spec":{"inner":{"kind":"A"}}}""", "spec.inner.apiVersion: Required value")]
    public void Check_FindsWhatTheSchemaForbids(string body, string finding)
    {
        var errors = new FieldErrorList();

        CustomChecks.Check(errors, Version(), (DynamicObject)Admit(body).Value!, null);

        Assert.Equal(finding, Assert.Single(errors).ToString());
    }

    [Fact]
    public void Check_OfAnUpdateThatLeavesWhatIsWrong_FindsNothing()
    {
        var errors = new FieldErrorList();
        var (old, value) = (Admit("""{"spec":{"small":4}}""").Value!, Admit("""{"spec":{"small":4,"set":["a"]}}""").Value!);

        CustomChecks.Check(errors, Version(), (DynamicObject)value, (DynamicObject)old);

        Assert.Empty(errors);
    }

    private static Decoded<IKind> Admit(string body)
    {
        var json = body.Insert(1, "\"apiVersion\":\"example.com/v1\",\"kind\":\"A\",");
        return Version().Admit(DynamicObject.Decode(Encoding.UTF8.GetBytes(json), DecodeOptions.Default, strict: true));
    }

    private static CustomVersion Version()
    {
        var schema = ObjectJson.Decode<JSONSchemaProps>(Encoding.UTF8.GetBytes(Schema), DecodeOptions.Default).Value!;
        var definition = new CustomResourceDefinition
        {
            Spec = new() { Group = "example.com" },
            Status = new() { AcceptedNames = new() { Kind = "A" } },
        };
        return new(definition, new() { Name = "v1", Schema = new() { OpenAPIV3Schema = schema } });
    }
}
