using Kybernet.ApiServer.Registry.FlowControl;

namespace Kybernet.ApiServer.Tests.Registry.FlowControl;

public sealed class SuggestedObjectsTests
{
    [Fact]
    public void All_ObeyTheRules()
    {
        Assert.All(SuggestedObjects.Schemas, schema => Assert.Empty(Findings.OfCreate(new FlowSchemaStrategy(), schema)));
        Assert.All(
            SuggestedObjects.Levels, level => Assert.Empty(Findings.OfCreate(new PriorityLevelConfigurationStrategy(), level)));
    }

    [Fact]
    public void Schemas_Levels_Exist()
    {
        var levels = SuggestedObjects.Levels.Append(MandatoryObjects.ExemptLevel).Select(level => level.Metadata.Name).ToHashSet();
        Assert.All(SuggestedObjects.Schemas, schema => Assert.Contains(schema.Spec.PriorityLevelConfiguration.Name, levels));
    }
}
