using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Schema;

namespace Kybernet.Api.Tests;

public class SchemaModelTests
{
    private static readonly SchemaModel s_model = ApiSchema.Create();

    [Fact]
    public void Deployment_Resource_IsDescribed()
    {
        var resource = s_model.Find(new GroupVersionKind("apps", "v1", "Deployment"))!.Resource!;
        Assert.Equal(("deployments", "deployment", true), (resource.Plural, resource.Singular, resource.IsNamespaced));
        Assert.Equal(["deploy"], resource.ShortNames);
        Assert.Equal(["all"], resource.Categories);
        Assert.Equal(["scale", "status"], resource.Subresources.Select(sub => sub.Name));
    }

    [Fact]
    public void PodSpec_Containers_AreAMapListMergedByName()
    {
        var (_, containers) = s_model.Member(s_model.Find("core.v1.PodSpec")!, "containers")!.Value;
        Assert.Equal((ListKind.Map, true, "name"), (containers.ListKind, containers.PatchMerges, containers.PatchMergeKey));
        Assert.Equal(["name"], containers.ListKeys);
    }

    [Fact]
    public void Volume_Members_IncludeInlinedOnes() =>
        Assert.Equal("core.v1.VolumeSource", s_model.Member(s_model.Find("core.v1.Volume")!, "configMap")!.Value.Owner.QualifiedName);

    [Theory]
    [InlineData("core.v1.Pod", "", "Pod")]
    [InlineData("core.v1.PodSpec", "containers", "containers")]
    [InlineData("meta.v1.ObjectMeta", "labels", "labels")]
    [InlineData("events.v1.Event", "reason", "reason")]
    public void Docs_AreThereForUsers(string type, string field, string word) =>
        Assert.Contains(word, s_model.Docs(s_model.Find(type)!, field), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Docs_CoverNearlyEveryResource()
    {
        var kinds = s_model.Types.Where(type => type.Resource is not null).ToList();
        Assert.All(kinds, kind => Assert.NotEqual("", s_model.Docs(kind)));
    }

    [Fact]
    public void EveryReference_Resolves()
    {
        foreach (var type in s_model.Types)
        {
            foreach (var field in type.Fields)
            {
                if (field.Type.IsMessage) Assert.NotNull(s_model.Message(type, field));
                if (field.EnumName is not null) Assert.NotNull(s_model.Enum(type, field));
            }
        }
    }
}
