using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Tests.Statuses;

public sealed class ApiErrorTests
{
    private static readonly GroupResource Pods = new("", "pods");
    private static readonly GroupResource Deployments = new("apps", "deployments");

    public static TheoryData<ApiError, int, string, string> Errors => new()
    {
        { ApiError.NotFound(Pods, "web"), 404, "NotFound", "pods \"web\" not found" },
        { ApiError.NotFound(Deployments, "web"), 404, "NotFound", "deployments.apps \"web\" not found" },
        { ApiError.AlreadyExists(Pods, "web"), 409, "AlreadyExists", "pods \"web\" already exists" },
        {
            ApiError.GenerateNameConflict(Pods, "web-", 1), 409, "AlreadyExists",
            "pods \"web-\" already exists, the server was not able to generate a unique name for the object"
        },
        {
            ApiError.Conflict(Pods, "web", ApiError.OptimisticLockMessage), 409, "Conflict",
            "Operation cannot be fulfilled on pods \"web\": the object has been modified; please apply your changes to the latest version and try again"
        },
        { ApiError.ApplyConflict([new("FieldManagerConflict", "m", ".spec")], "Apply failed"), 409, "Conflict", "Apply failed" },
        { ApiError.BadRequest("why"), 400, "BadRequest", "why" },
        { ApiError.Unauthorized(""), 401, "Unauthorized", "not authorized" },
        { ApiError.Unauthorized("Unauthorized"), 401, "Unauthorized", "Unauthorized" },
        { ApiError.Forbidden(default, "", "why"), 403, "Forbidden", "forbidden: why" },
        { ApiError.Forbidden(Pods, "", "why"), 403, "Forbidden", "pods is forbidden: why" },
        { ApiError.Forbidden(Pods, "web", "why"), 403, "Forbidden", "pods \"web\" is forbidden: why" },
        { ApiError.Gone("why"), 410, "Gone", "why" },
        { ApiError.ResourceExpired("too old resource version: 1 (2)"), 410, "Expired", "too old resource version: 1 (2)" },
        { ApiError.TooManyRequests("why", 1), 429, "TooManyRequests", "why" },
        { ApiError.TooManyRequestsError("why"), 429, "TooManyRequests", "Too many requests: why" },
        { ApiError.ServiceUnavailable("why"), 503, "ServiceUnavailable", "why" },
        {
            ApiError.MethodNotSupported(Deployments, "delete"), 405, "MethodNotAllowed",
            "delete is not supported on resources of kind \"deployments.apps\""
        },
        {
            ApiError.ServerTimeout(Pods, "list", 2), 500, "ServerTimeout",
            "The list operation against pods could not be completed at this time, please try again."
        },
        { ApiError.Timeout("request did not complete", 0), 504, "Timeout", "Timeout: request did not complete" },
        { ApiError.TooLargeResourceVersion(9, 5, 1), 504, "Timeout", "Timeout: Too large resource version: 9, current: 5" },
        { ApiError.InternalError("broken"), 500, "InternalError", "Internal error occurred: broken" },
        { ApiError.StoreReadError("broken"), 500, "StorageReadError", "broken" },
        {
            ApiError.StoreReadError(Pods, "/registry/pods", []), 500, "StorageReadError",
            "failed to read one or more pods from the storage"
        },
        { ApiError.RequestEntityTooLarge("limit is 3145728"), 413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728" },
        { ApiError.NotAcceptable(["a/b", "c/d"]), 406, "NotAcceptable", "only the following media types are accepted: a/b, c/d" },
        {
            ApiError.NotAcceptableConversion("v1.Table", ["a/b"]), 406, "NotAcceptable",
            "only the following media types are accepted when converting to v1.Table: a/b"
        },
        {
            ApiError.UnsupportedMediaType(["a/b", "c/d"]), 415, "UnsupportedMediaType",
            "the body of the request was in an unknown format - accepted media types include: a/b, c/d"
        },
    };

    public static TheoryData<string, Func<ApiError, bool>> Reasons => new()
    {
        {
            StatusReason.Unauthorized, e => e.IsUnauthorized }, { StatusReason.Forbidden, e => e.IsForbidden }, { StatusReason.NotFound,
            e => e.IsNotFound
        },
        {
            StatusReason.AlreadyExists, e => e.IsAlreadyExists }, { StatusReason.Conflict, e => e.IsConflict }, { StatusReason.Gone,
            e => e.IsGone
        },
        {
            StatusReason.Expired, e => e.IsResourceExpired }, { StatusReason.Invalid, e => e.IsInvalid }, { StatusReason.BadRequest,
            e => e.IsBadRequest
        },
        { StatusReason.MethodNotAllowed, e => e.IsMethodNotSupported }, { StatusReason.NotAcceptable, e => e.IsNotAcceptable },
        {
            StatusReason.UnsupportedMediaType, e => e.IsUnsupportedMediaType }, { StatusReason.ServiceUnavailable,
            e => e.IsServiceUnavailable
        },
        {
            StatusReason.Timeout, e => e.IsTimeout }, { StatusReason.ServerTimeout, e => e.IsServerTimeout }, { StatusReason.InternalError,
            e => e.IsInternalError
        },
        { StatusReason.StoreReadError, e => e.IsStoreReadError }, { StatusReason.TooManyRequests, e => e.IsTooManyRequests },
        { StatusReason.RequestEntityTooLarge, e => e.IsRequestEntityTooLarge },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Factory_EachError_HasUpstreamsCodeReasonAndMessage(ApiError error, int code, string reason, string message)
    {
        Assert.Equal((code, reason, message), (error.Code, error.Reason, error.Message));
        Assert.Equal(message, error.ToString());
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Is_ReasonOrCode_IsRecognised(string reason, Func<ApiError, bool> isIt)
    {
        var code = StatusReason.ToCode(reason);
        var isCodeEnough = reason is not (StatusReason.AlreadyExists or StatusReason.Expired or StatusReason.ServerTimeout or StatusReason.StoreReadError);
        var isCodeStronger = reason is StatusReason.TooManyRequests or StatusReason.RequestEntityTooLarge;
        Assert.True(isIt(new(0, reason, "")));
        Assert.Equal(isCodeEnough, isIt(new(code, "Foreign", "")));
        Assert.Equal(isCodeStronger, isIt(new(code, reason == StatusReason.Gone ? StatusReason.Expired : StatusReason.Gone, "")));
        Assert.False(isIt(new(200, "", "")));
    }

    [Fact]
    public void Invalid_FieldErrors_BecomeCauses()
    {
        var errors = new FieldErrorList();
        errors.Add(FieldError.Duplicate(FieldPath.Of("field").Index(0).Child("name"), "bar"));
        errors.Add(FieldError.Required(FieldPath.Of("x"), ""));
        var error = ApiError.Invalid(new("", "Kind"), "name", errors);
        Assert.Equal("Kind \"name\" is invalid: [field[0].name: Duplicate value: \"bar\", x: Required value]", error.Message);
        Assert.Equal((422, "Invalid"), (error.Code, error.Reason));
        Assert.Equal(
            new ApiErrorDetails
            {
                Kind = "Kind",
                Name = "name",
                Causes = [new("FieldValueDuplicate", "Duplicate value: \"bar\"", "field[0].name"), new("FieldValueRequired", "Required value", "x")],
            },
            error.Details);
        Assert.Equal("Kind.g \"name\" is invalid", ApiError.Invalid(new("g", "Kind"), "name", new FieldErrorList()).Message);
    }

    [Fact]
    public void Details_Errors_SayWhatTheyAreAbout()
    {
        Assert.Equal(
            new ApiErrorDetails { Group = "apps", Kind = "deployments", Name = "web" }, ApiError.NotFound(Deployments, "web").Details);
        Assert.Equal(
            new ApiErrorDetails { Kind = "pods", Name = "get", RetryAfterSeconds = 2 }, ApiError.ServerTimeout(Pods, "get", 2).Details);
        Assert.Equal(new ApiErrorDetails { Causes = [new("", "broken")] }, ApiError.InternalError("broken").Details);
        Assert.True(ApiError.TooLargeResourceVersion(9, 5, 1) is { IsTooLargeResourceVersion: true, SuggestedClientDelaySeconds: 1 });
        Assert.Null(ApiError.TooManyRequestsError("why").Details);
    }

    [Fact]
    public void SuggestedClientDelay_Errors_AskOrNot()
    {
        Assert.Equal(10, ApiError.ServerTimeout(Pods, "x", 10).SuggestedClientDelaySeconds);
        Assert.Equal(0, ApiError.ServerTimeout(Pods, "x", 0).SuggestedClientDelaySeconds);
        Assert.Equal(1, ApiError.GenerateNameConflict(Pods, "x", 1).SuggestedClientDelaySeconds);
        Assert.Null(ApiError.Timeout("x", 0).SuggestedClientDelaySeconds);
        Assert.Null(ApiError.BadRequest("x").SuggestedClientDelaySeconds);
    }

    [Theory]
    [InlineData(409, "POST", "AlreadyExists", "the server reported a conflict (post pods web)")]
    [InlineData(409, "PUT", "Conflict", "the server reported a conflict (put pods web)")]
    [InlineData(403, "GET", "Forbidden", "body (get pods web)")]
    [InlineData(500, "GET", "InternalError", "an error on the server (\"body\") has prevented the request from succeeding (get pods web)")]
    [InlineData(418, "GET", "", "the server responded with the status code 418 but did not return more information (get pods web)")]
    public void GenericResponse_Code_IsDescribed(int code, string verb, string reason, string message)
    {
        var error = GenericResponse.ToError(code, verb, Pods, "web", "body", 0, isUnexpected: true);
        Assert.Equal((code, reason, message), (error.Code, error.Reason, error.Message));
        Assert.True(error.IsUnexpectedServerError);
        Assert.False(GenericResponse.ToError(code, verb, Pods, "web", "body", 0, isUnexpected: false).IsUnexpectedServerError);
    }
}
