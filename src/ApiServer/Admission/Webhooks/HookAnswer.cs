using Kybernet.Api.Admission.V1;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Webhooks;

/// <summary>What asking a webhook came to.</summary>
/// <param name="Hook">Which.</param>
/// <param name="Response">What it said; null when it could not be asked.</param>
/// <param name="Refusal">Refuses the request whatever the failure policy: it was denied, or the webhook is not for dry runs.</param>
/// <param name="Failure">Why it could not be asked; empty otherwise.</param>
internal sealed record HookAnswer(AdmissionHook Hook, AdmissionResponse? Response, ApiError? Refusal, string Failure)
{
    public static HookAnswer Failed(AdmissionHook hook, string failure) => new(hook, null, null, failure);

    public static HookAnswer Refused(AdmissionHook hook, ApiError refusal) => new(hook, null, refusal, "");

    /// <summary>The error that ends the request; null to go on. A failure counts only when the webhook fails closed.</summary>
    public ApiError? Error => Refusal ??
        (Failure.Length > 0 && !Hook.FailsOpen ? ApiError.InternalError($"failed calling webhook \"{Hook.Name}\": {Failure}") : null);

    /// <summary>The webhook failed, and the request goes on.</summary>
    public bool IsFailedOpen => Failure.Length > 0 && Hook.FailsOpen;

    public static HookAnswer Of(AdmissionHook hook, AdmissionResponse response) =>
        new(hook, response, response.Allowed ? null : Denied(hook.Name, response.Status), "");

    /// <summary>Passes on what the webhook says to the client and the audit log.</summary>
    public void Report(AdmissionAttributes attributes)
    {
        if (Response is null) return;
        foreach (var (key, value) in Response.AuditAnnotations) attributes.Annotate($"{Hook.Name}/{key}", value);
        foreach (var warning in Response.Warnings) attributes.Warn(warning);
    }

    /// <summary>Upstream: <c>webhookerrors.ToStatusErr</c>.</summary>
    private static ApiError Denied(string hook, Status? status)
    {
        var by = $"admission webhook \"{hook}\" denied the request";
        var given = ((status ?? new()) with { StatusValue = "Failure" }).ToError()!;
        var why = given.Message.Length > 0 ? $": {given.Message}" : given.Reason.Length > 0 ? $": {given.Reason}" : " without explanation";
        return given with { Code = Math.Max(given.Code, 400), Message = by + why };
    }
}
