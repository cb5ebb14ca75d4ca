using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>The strategy of custom resources. Upstream: <c>apiextensions-apiserver/pkg/registry/customresource/strategy.go</c>.</summary>
internal sealed class CustomResourceRules(CustomVersion version, Func<bool> isTerminating) : KindRules
{
    public override UpdateRules? Status { get; } = version.HasStatus ? new CustomStatusRules(version) : null;

    public override bool AllowsUnconditionalUpdate => false;

    public override ListOf<string> SelectableFields => version.SelectableFields;

    public override string? CreationProblem =>
        isTerminating() ? "create not allowed while custom resource definition is terminating" : null;

    public override IObject Default(IObject value) => version.Default((DynamicObject)value);

    public override IObject PrepareForCreate(IObject value, WriteContext context)
    {
        var made = (DynamicObject)value;
        if (version.HasStatus && made.Members.ContainsKey("status")) made = made with { Members = made.Members.Remove("status") };
        return made.WithMetadata(made.Metadata with { Generation = 1 });
    }

    public override IObject PrepareForUpdate(IObject value, IObject old, WriteContext context)
    {
        var (made, before) = ((DynamicObject)value, (DynamicObject)old);
        if (version.HasStatus) made = made with { Members = WithStatusOf(made.Members, before.Members) };
        return made with { Metadata = made.Metadata.WithNextGeneration(before.Metadata, made.Members != before.Members) };
    }

    /// <inheritdoc/>
    /// <remarks>What callers in this process and plugins have put in is looked at here for the first time.</remarks>
    public override IObject Canonicalize(IObject value) => version.Prune((DynamicObject)value);

    public override void Validate(IObject value, FieldErrorList errors) => CustomChecks.Check(errors, version, (DynamicObject)value, null);

    public override void ValidateUpdate(IObject value, IObject old, FieldErrorList errors) =>
        CustomChecks.Check(errors, version, (DynamicObject)value, (DynamicObject)old);

    public override void WarnOnCreate(IObject value, ICollection<string> warnings) =>
        FinalizerWarnings.Warn(warnings, value.Metadata.Finalizers, default);

    public override void WarnOnUpdate(IObject value, IObject old, ICollection<string> warnings) =>
        FinalizerWarnings.Warn(warnings, value.Metadata.Finalizers, old.Metadata.Finalizers);

    public override string? SelectableField(IObject value, string field)
    {
        var found = JsonValue.From(((DynamicObject)value).Members).At(field.Split('.'));
        return found.IsNull ? "" : found.AsString() ?? found.ToString();
    }

    private static MapOf<JsonValue> WithStatusOf(MapOf<JsonValue> members, MapOf<JsonValue> old) =>
        old.TryGetValue("status", out var status) ? members.SetItem("status", status)
        : members.ContainsKey("status") ? members.Remove("status") : members;
}

/// <summary>The <c>status</c> door: nothing but the status, and who owns it, can be changed.</summary>
internal sealed class CustomStatusRules(CustomVersion version) : UpdateRules
{
    public override IObject PrepareForUpdate(IObject value, IObject old, WriteContext context)
    {
        var (made, before) = ((DynamicObject)value, (DynamicObject)old);
        return before with
        {
            Metadata = before.Metadata with { ManagedFields = made.Metadata.ManagedFields },
            Members = made.Members.TryGetValue("status", out var status) ? before.Members.SetItem("status", status) : before.Members.Remove("status"),
        };
    }

    public override void ValidateUpdate(IObject value, IObject old, FieldErrorList errors) =>
        CustomChecks.CheckStatus(errors, version, (DynamicObject)value, (DynamicObject)old);
}
