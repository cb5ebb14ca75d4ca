using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Tests.Validation;

public sealed class FieldPathTests
{
    [Fact]
    public void ToString_NestedPath_JoinsFieldsAndSubscripts()
    {
        var root = FieldPath.Of("root");
        var third = root.Child("first").Child("second").Index(0).Child("third");
        Assert.Equal("root", root.ToString());
        Assert.Equal("root.first.second[0].third[93]", third.Index(93).ToString());
        Assert.Equal("root.first.second[0].third[key]", third.Key("key").ToString());
        Assert.Equal("root.first.second[0].third[1][a.b/c]", third.Index(1).Key("a.b/c").ToString());
    }

    [Fact]
    public void ToString_None_IsNilAndStartsNewPaths()
    {
        Assert.Equal("<nil>", FieldPath.None.ToString());
        Assert.Equal("key", FieldPath.None.Child("key").ToString());
        Assert.Equal("[0].a", FieldPath.None.Index(0).Child("a").ToString());
        Assert.Equal("[]", FieldPath.Of("").ToString());
    }
}
