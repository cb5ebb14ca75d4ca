using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Meta;

/// <summary>
/// The rules of lists and watches: which revision may be asked for how. Upstream:
/// <c>apis/meta/internalversion/validation/validation.go</c>.
/// </summary>
public static class ListOptionsRules
{
    /// <param name="errors">Takes what is found.</param>
    /// <param name="options">The options; <c>watch</c> in them says which rules apply.</param>
    /// <param name="allowsInitialEvents">Watches may begin with the objects there are (upstream's gate WatchList).</param>
    public static void Validate(FieldErrorList errors, ListOptions options, bool allowsInitialEvents = true)
    {
        if (options.Watch) ValidateWatch(errors, options, allowsInitialEvents);
        else ValidateList(errors, options);
    }

    private static void ValidateList(FieldErrorList errors, ListOptions options)
    {
        var path = FieldPath.Of("resourceVersionMatch");
        var match = options.ResourceVersionMatch;
        if (match.Length > 0)
        {
            if (options.ResourceVersion.Length == 0)
                errors.Add(FieldError.Forbidden(path, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
            ForbidContinue(errors, options, path);
            if (match is not (ResourceVersionMatch.Exact or ResourceVersionMatch.NotOlderThan))
                errors.Add(FieldError.NotSupported(
                    path, FieldValue.JsonString(match), [ResourceVersionMatch.Exact, ResourceVersionMatch.NotOlderThan, ""]));
            if (match == ResourceVersionMatch.Exact && options.ResourceVersion == "0")
                errors.Add(FieldError.Forbidden(path, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        }

        if (options.SendInitialEvents is not null)
            errors.Add(FieldError.Forbidden(FieldPath.Of("sendInitialEvents"), "sendInitialEvents is forbidden for list"));
    }

    private static void ValidateWatch(FieldErrorList errors, ListOptions options, bool allowsInitialEvents)
    {
        var path = FieldPath.Of("resourceVersionMatch");
        var match = options.ResourceVersionMatch;
        if (options.SendInitialEvents is not null)
        {
            if (match != ResourceVersionMatch.NotOlderThan)
                errors.Add(FieldError.Forbidden(
                    path, $"sendInitialEvents requires setting resourceVersionMatch to {ResourceVersionMatch.NotOlderThan}"));
            if (!allowsInitialEvents)
                errors.Add(FieldError.Forbidden(
                    FieldPath.Of("sendInitialEvents"),
                    "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"));
        }

        if (match.Length == 0) return;
        if (options.SendInitialEvents is null)
            errors.Add(FieldError.Forbidden(path, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        if (match != ResourceVersionMatch.NotOlderThan)
            errors.Add(FieldError.NotSupported(path, FieldValue.JsonString(match), [ResourceVersionMatch.NotOlderThan]));
        ForbidContinue(errors, options, path);
    }

    private static void ForbidContinue(FieldErrorList errors, ListOptions options, FieldPath path)
    {
        if (options.Continue.Length > 0)
            errors.Add(FieldError.Forbidden(path, "resourceVersionMatch is forbidden when continue is provided"));
    }
}
