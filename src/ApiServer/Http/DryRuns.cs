using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Http;

/// <summary>The parameters of every write: <c>dryRun</c> is <c>All</c> or nothing, <c>fieldValidation</c> one of three or nothing.</summary>
internal static class DryRuns
{
    private static readonly GroupKind s_kind = new("meta.k8s.io", "CreateOptions");
    private static readonly string[] s_validations = ["", "Ignore", "Strict", "Warn"];

    public static ApiError? Check(QueryParameters query)
    {
        var errors = new FieldErrorList();
        foreach (var value in query.All("dryRun"))
            if (value is not ("" or "All")) errors.Add(FieldError.NotSupported(FieldPath.Of("dryRun"), value, ["All"]));
        if (query["fieldValidation"] is { Length: > 0 } validation && !s_validations.Contains(validation))
            errors.Add(FieldError.NotSupported(FieldPath.Of("fieldValidation"), validation, s_validations));
        return errors.IsEmpty ? null : ApiError.Invalid(s_kind, "", errors);
    }
}
