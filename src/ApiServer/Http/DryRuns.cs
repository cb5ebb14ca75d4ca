using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Http;

/// <summary>The <c>dryRun</c> parameter: <c>All</c>, or nothing.</summary>
internal static class DryRuns
{
    private static readonly GroupKind s_kind = new("meta.k8s.io", "CreateOptions");

    public static ApiError? Check(QueryParameters query)
    {
        var errors = new FieldErrorList();
        foreach (var value in query.All("dryRun"))
            if (value is not ("" or "All")) errors.Add(FieldError.NotSupported(FieldPath.Of("dryRun"), value, ["All"]));
        return errors.IsEmpty ? null : ApiError.Invalid(s_kind, "", errors);
    }
}
