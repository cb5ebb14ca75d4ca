using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Meta;

/// <summary>
/// The rules of what a request asks for, whether it came as query parameters or as a body. Upstream:
/// <c>apis/meta/v1/validation/validation.go</c>.
/// </summary>
public static class OptionsRules
{
    /// <summary>The only value of <c>dryRun</c>: every stage is run, nothing is stored.</summary>
    public const string DryRunAll = "All";

    private static readonly string[] s_fieldValidations = ["", "Ignore", "Strict", "Warn"];

    public static void Validate(FieldErrorList errors, CreateOptions options) =>
        ValidateWrite(errors, options.FieldManager, options.DryRun, options.FieldValidation);

    public static void Validate(FieldErrorList errors, UpdateOptions options) =>
        ValidateWrite(errors, options.FieldManager, options.DryRun, options.FieldValidation);

    /// <param name="errors">Takes what is found.</param>
    /// <param name="options">The options.</param>
    /// <param name="isApply">The patch is a server-side apply.</param>
    public static void Validate(FieldErrorList errors, PatchOptions options, bool isApply)
    {
        if (isApply)
        {
            if (options.FieldManager.Length == 0)
                errors.Add(FieldError.Required(FieldPath.Of("fieldManager"), "is required for apply patch"));
        }
        else if (options.Force is not null)
        {
            errors.Add(FieldError.Forbidden(FieldPath.Of("force"), "may not be specified for non-apply patch"));
        }

        ValidateWrite(errors, options.FieldManager, options.DryRun, options.FieldValidation);
    }

    public static void Validate(FieldErrorList errors, DeleteOptions options)
    {
        var path = FieldPath.Of("propagationPolicy");
        var policy = FieldValue.JsonString(options.PropagationPolicy);
        if (options is { OrphanDependents: not null, PropagationPolicy: not null })
            errors.Add(FieldError.Invalid(path, policy, "orphanDependents and deletionPropagation cannot be both set"));
        if (options.PropagationPolicy is not (null or DeletionPropagation.Foreground or DeletionPropagation.Background or DeletionPropagation.Orphan))
            errors.Add(FieldError.NotSupported(
                path, policy, [DeletionPropagation.Foreground, DeletionPropagation.Background, DeletionPropagation.Orphan, "nil"]));
        ValidateDryRun(errors, options.DryRun);
        ValidateUnreadable(errors, options);
    }

    public static void Validate(FieldErrorList errors, TableOptions options)
    {
        if (options.IncludeObject is not ("" or IncludeObjectPolicy.Metadata or IncludeObjectPolicy.Object or IncludeObjectPolicy.None))
            errors.Add(FieldError.Invalid(
                FieldPath.Of("includeObject"), FieldValue.JsonString(options.IncludeObject),
                "must be 'Metadata', 'Object', 'None', or empty"));
    }

    private static void ValidateWrite(FieldErrorList errors, string manager, ListOf<string> dryRun, string fieldValidation)
    {
        MetadataRules.FieldManager(errors, FieldPath.Of("fieldManager"), manager);
        ValidateDryRun(errors, dryRun);
        if (!s_fieldValidations.AsSpan().Contains(fieldValidation))
            errors.Add(FieldError.NotSupported(FieldPath.Of("fieldValidation"), fieldValidation, s_fieldValidations));
    }

    private static void ValidateDryRun(FieldErrorList errors, ListOf<string> dryRun)
    {
        foreach (var value in dryRun)
        {
            if (value == DryRunAll) continue;
            errors.Add(FieldError.NotSupported(FieldPath.Of("dryRun"), FieldValue.JsonStrings(dryRun), [DryRunAll]));
            return;
        }
    }

    /// <summary>Deleting an object that can no longer be read goes with no other option.</summary>
    private static void ValidateUnreadable(FieldErrorList errors, DeleteOptions options)
    {
        if (options.IgnoreStoreReadErrorWithClusterBreakingPotential != true) return;
        Exclude(!options.DryRun.IsEmpty, "dryRun");
        Exclude(options.PropagationPolicy is not null, "propagationPolicy");
        Exclude(options.OrphanDependents is not null, "orphanDependents");
        Exclude(options.GracePeriodSeconds is not null, "gracePeriodSeconds");
        Exclude(options.Preconditions is not null, "preconditions");

        void Exclude(bool isSet, string name)
        {
            if (!isSet) return;
            var path = FieldPath.Of("ignoreStoreReadErrorWithClusterBreakingPotential");
            errors.Add(FieldError.Invalid(path, true, $"cannot be set together with .{name}"));
        }
    }
}
