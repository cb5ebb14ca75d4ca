namespace Kybernet.Controllers.Tests;

public sealed class BuiltInControllersTests
{
    [Theory]
    [InlineData("*", true, true)]
    [InlineData("", false, false)]
    [InlineData("podgc", true, false)]
    [InlineData("pod-garbage-collector-controller", true, false)]
    [InlineData("*,-podgc", false, true)]
    [InlineData("-podgc,*", false, true)]
    [InlineData("podgc,-podgc", true, false)]
    public void IsSelected_AsTheFlagHasIt(string selection, bool podGc, bool others)
    {
        var entries = selection.Split(',');

        Assert.Equal(podGc, BuiltInControllers.IsSelected(Find("pod-garbage-collector-controller"), entries));
        Assert.Equal(others, BuiltInControllers.IsSelected(Find("serviceaccount-controller"), entries));
    }

    [Theory]
    [InlineData("*", null)]
    [InlineData("-podgc", null)]
    [InlineData("-nothing", "\"nothing\" is not in the list of known controllers")]
    public void Validate_NamesThereAreNot_AreRefused(string entry, string? message) => Assert.Equal(message, BuiltInControllers.Validate([entry]));

    [Fact]
    public void All_NamesAndAliases_AreUnique()
    {
        var names = BuiltInControllers.All
            .SelectMany(static controller => new[] { controller.Name, controller.Alias })
            .Where(static name => name.Length > 0)
            .ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
    }

    private static BuiltInController Find(string name) => BuiltInControllers.All.Single(controller => controller.Name == name);
}
