using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Tests.Meta;

public sealed class OptionsRulesTests
{
    private const string Unreadable = "ignoreStoreReadErrorWithClusterBreakingPotential: Invalid value: true: cannot be set together with .";

    public static TheoryData<string, DeleteOptions, string> Deletes { get; } = new()
    {
        { "none", new(), "" },
        { "policy", new() { PropagationPolicy = "Orphan" }, "" },
        {
            "both", new() { PropagationPolicy = "Orphan", OrphanDependents = true },
            "propagationPolicy: Invalid value: \"Orphan\": orphanDependents and deletionPropagation cannot be both set"
        },
        {
            "unknown", new() { PropagationPolicy = "Now" },
            "propagationPolicy: Unsupported value: \"Now\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""
        },
        { "dry run", new() { DryRun = ["All", "Some"] }, "dryRun: Unsupported value: [\"All\",\"Some\"]: supported values: \"All\"" },
        {
            "unreadable", new() { IgnoreStoreReadErrorWithClusterBreakingPotential = true, GracePeriodSeconds = 1, DryRun = ["All"] },
            $"[{Unreadable}dryRun, {Unreadable}gracePeriodSeconds]"
        },
    };

    public static TheoryData<string, ListOptions, string> Lists { get; } = new()
    {
        { "none", new(), "" },
        { "exact", new() { ResourceVersion = "5", ResourceVersionMatch = "Exact" }, "" },
        {
            "no version", new() { ResourceVersionMatch = "Exact" },
            "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided"
        },
        {
            "continue", new() { ResourceVersion = "5", ResourceVersionMatch = "Exact", Continue = "c" },
            "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided"
        },
        {
            "unknown", new() { ResourceVersion = "5", ResourceVersionMatch = "Near" },
            "resourceVersionMatch: Unsupported value: \"Near\": supported values: \"Exact\", \"NotOlderThan\", \"\""
        },
        {
            "zero", new() { ResourceVersion = "0", ResourceVersionMatch = "Exact" },
            "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""
        },
        { "initial events", new() { SendInitialEvents = false }, "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list" },
        { "watch", new() { Watch = true, SendInitialEvents = true, ResourceVersionMatch = "NotOlderThan" }, "" },
        {
            "watch without match", new() { Watch = true, SendInitialEvents = true },
            "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
        },
        {
            "watch with match", new() { Watch = true, ResourceVersionMatch = "Exact" },
            "[resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided, "
            + "resourceVersionMatch: Unsupported value: \"Exact\": supported values: \"NotOlderThan\"]"
        },
    };

    [Theory]
    [MemberData(nameof(Deletes))]
    public void Delete_Options_AreChecked(string what, DeleteOptions options, string expected) =>
        Assert.Equal((what, expected), (what, Errors(errors => OptionsRules.Validate(errors, options))));

    [Theory]
    [MemberData(nameof(Lists))]
    public void List_Options_AreChecked(string what, ListOptions options, string expected) =>
        Assert.Equal((what, expected), (what, Errors(errors => ListOptionsRules.Validate(errors, options))));

    [Fact]
    public void Watch_InitialEventsNotAllowed_AreForbidden() => Assert.Equal(
        "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled",
        Errors(errors => ListOptionsRules.Validate(
            errors, new() { Watch = true, SendInitialEvents = true, ResourceVersionMatch = "NotOlderThan" }, allowsInitialEvents: false)));

    [Theory]
    [InlineData("", null, true, "fieldManager: Required value: is required for apply patch")]
    [InlineData("me", true, true, "")]
    [InlineData("", null, false, "")]
    [InlineData("", false, false, "force: Forbidden: may not be specified for non-apply patch")]
    public void Patch_Options_AreChecked(string manager, bool? force, bool isApply, string expected) => Assert.Equal(
        expected, Errors(errors => OptionsRules.Validate(errors, new PatchOptions { FieldManager = manager, Force = force }, isApply)));

    [Fact]
    public void Create_BadOptions_AreInUpstreamsOrder() => Assert.Equal(
        "[fieldManager: Too long: may not be more than 128 bytes, dryRun: Unsupported value: [\"x\"]: supported values: \"All\", "
        + "fieldValidation: Unsupported value: \"Some\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"]",
        Errors(errors => OptionsRules.Validate(
            errors, new CreateOptions { FieldManager = new('m', 129), DryRun = ["x"], FieldValidation = "Some" })));

    [Theory]
    [InlineData("Metadata", "")]
    [InlineData("All", "includeObject: Invalid value: \"All\": must be 'Metadata', 'Object', 'None', or empty")]
    public void Table_IncludeObject_IsChecked(string include, string expected) => Assert.Equal(
        expected, Errors(errors => OptionsRules.Validate(errors, new TableOptions { IncludeObject = include })));

    private static string Errors(Action<FieldErrorList> check)
    {
        var errors = new FieldErrorList();
        check(errors);
        return errors.Aggregate();
    }
}
