using Kybernet.Api.Apps.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Apps;

/// <summary>ControllerRevisions. Upstream: <c>pkg/registry/apps/controllerrevision</c>.</summary>
public sealed class ControllerRevisionStrategy : Strategy<ControllerRevision>
{
    public override void Validate(ControllerRevision value, FieldErrorList errors)
    {
        var path = FieldPath.Of("data");
        var json = value.Data.Span.Trim(" \t\r\n"u8);
        if (value.Data.IsAbsent || json.SequenceEqual("null"u8)) errors.Demand(path, "data is mandatory");
        else if (json is not [(byte)'{', ..]) errors.Demand(path, "data must be a valid JSON object");
    }

    /// <summary>The schema keeps the data as it was.</summary>
    public override void ValidateUpdate(ControllerRevision value, ControllerRevision old, FieldErrorList errors)
    {
    }
}
