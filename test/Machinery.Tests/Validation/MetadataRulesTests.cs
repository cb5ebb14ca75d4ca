using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Tests.Validation;

public sealed class MetadataRulesTests
{
    private static readonly FieldPath Path = FieldPath.Of("f");

    [Theory]
    [InlineData("simple", 3, 0)]
    [InlineData("Example.COM/Upper", 3, 0)]
    [InlineData("\u212Aelvin", 3, 0)]
    [InlineData("a", 256 * 1024 - 1, 0)]
    [InlineData("a", 256 * 1024, 1)]
    [InlineData("nospecialchars^=@", 3, 1)]
    [InlineData("only/one/slash", 3, 1)]
    public void Annotations_KeyAndSize_AreChecked(string key, int length, int errors)
    {
        var list = new FieldErrorList();
        MetadataRules.Annotations(list, Path, MapOf.Of((key, new string('b', length))));
        Assert.Equal(errors, list.Count);
    }

    [Fact]
    public void Annotations_TooLarge_NamesTheLimit()
    {
        var list = new FieldErrorList();
        var half = new string('한', (128 * 1024 / 3) + 1);
        MetadataRules.Annotations(list, Path, MapOf.Of(("a", half), ("bb", half), ("c", "")));
        Assert.Equal("f: Too long: may not be more than 262144 bytes", list.Aggregate());
    }

    [Fact]
    public void Labels_BadKeyAndValue_AreBothReported()
    {
        var list = new FieldErrorList();
        MetadataRules.Labels(list, Path, MapOf.Of(("ok", "fine"), ("-bad", "bad-")));
        Assert.Equal(2, list.Count);
        Assert.StartsWith("f: Invalid value: \"-bad\": name part must", list[0].ToString(), StringComparison.Ordinal);
        Assert.StartsWith("f: Invalid value: \"bad-\": a valid label must", list[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Finalizers_OrphanAndForeground_ExcludeEachOther()
    {
        var list = new FieldErrorList();
        MetadataRules.Finalizers(list, Path, ["orphan", "foregroundDeletion", "x/a"]);
        Assert.Equal(
            "f: Invalid value: [\"orphan\",\"foregroundDeletion\",\"x/a\"]: finalizer orphan and foregroundDeletion cannot be both set", list.Aggregate());
    }

    [Fact]
    public void NoNewFinalizers_Added_AreListedInOrder()
    {
        var list = new FieldErrorList();
        MetadataRules.NoNewFinalizers(list, Path, ["x/a"], ["x/a", "y/b"]);
        Assert.Empty(list);
        MetadataRules.NoNewFinalizers(list, Path, ["z", "x/a", "y/b"], ["x/a"]);
        Assert.Equal(
            "f: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{\"y/b\", \"z\"}", list.Aggregate());
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("kubectl 1.36 é", "")]
    [InlineData("é\n", "f: Invalid value: \"é\\n\": invalid character U+000A (at position 2)")]
    public void FieldManager_Characters_MustBePrintable(string manager, string message)
    {
        var list = new FieldErrorList();
        MetadataRules.FieldManager(list, Path, manager);
        Assert.Equal(message, list.Aggregate());
    }

    [Fact]
    public void FieldManager_TooLong_NamesTheLimit()
    {
        var list = new FieldErrorList();
        MetadataRules.FieldManager(list, Path, new string('a', 129));
        Assert.Equal("f: Too long: may not be more than 128 bytes", list.Aggregate());
    }
}
