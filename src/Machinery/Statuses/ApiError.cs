namespace Kybernet.Machinery.Statuses;

/// <summary>A request's failure as a value: what a failed Status says. The factories write upstream's words.</summary>
/// <param name="Code">The HTTP status code; 0 when it is not known.</param>
/// <param name="Reason">A <see cref="StatusReason"/>.</param>
/// <param name="Message">For people; clients print it as it is.</param>
/// <param name="Details">What the failure is about; null when the Status has no details.</param>
public sealed partial record ApiError(int Code, string Reason, string Message, ApiErrorDetails? Details = null)
{
    /// <summary>With which token a list may go on although its state is gone; empty when it cannot. In the metadata of the Status.</summary>
    public string Continue { get; init; } = "";

    public bool IsUnauthorized => Is(StatusReason.Unauthorized, 401);

    public bool IsForbidden => Is(StatusReason.Forbidden, 403);

    public bool IsNotFound => Is(StatusReason.NotFound, 404);

    public bool IsAlreadyExists => Reason == StatusReason.AlreadyExists;

    public bool IsConflict => Is(StatusReason.Conflict, 409);

    public bool IsGone => Is(StatusReason.Gone, 410);

    public bool IsResourceExpired => Reason == StatusReason.Expired;

    public bool IsInvalid => Is(StatusReason.Invalid, 422);

    public bool IsBadRequest => Is(StatusReason.BadRequest, 400);

    public bool IsMethodNotSupported => Is(StatusReason.MethodNotAllowed, 405);

    public bool IsNotAcceptable => Is(StatusReason.NotAcceptable, 406);

    public bool IsUnsupportedMediaType => Is(StatusReason.UnsupportedMediaType, 415);

    public bool IsServiceUnavailable => Is(StatusReason.ServiceUnavailable, 503);

    public bool IsTimeout => Is(StatusReason.Timeout, 504);

    public bool IsServerTimeout => Reason == StatusReason.ServerTimeout;

    public bool IsInternalError => Is(StatusReason.InternalError, 500);

    public bool IsStoreReadError => Reason == StatusReason.StoreReadError;

    /// <summary>The code decides here even when another reason is given.</summary>
    public bool IsTooManyRequests => Reason == StatusReason.TooManyRequests || Code == 429;

    /// <inheritdoc cref="IsTooManyRequests"/>
    public bool IsRequestEntityTooLarge => Reason == StatusReason.RequestEntityTooLarge || Code == 413;

    public bool IsUnexpectedServerError => HasCause(CauseType.UnexpectedServerResponse);

    public bool IsTooLargeResourceVersion => IsTimeout && HasCause(CauseType.ResourceVersionTooLarge);

    public bool HasCause(string type)
    {
        if (Details is null) return false;
        foreach (var cause in Details.Causes)
            if (cause.Type == type) return true;
        return false;
    }

    /// <summary>How long the server asks the client to wait; null when it does not. A server time-out asks even for zero seconds.</summary>
    public int? SuggestedClientDelaySeconds =>
        Details is { } details && (Reason == StatusReason.ServerTimeout || details.RetryAfterSeconds > 0)
            ? details.RetryAfterSeconds
            : null;

    public override string ToString() => Message;

    /// <summary>The code decides only when the reason is none of the known ones: an older or foreign server's.</summary>
    private bool Is(string reason, int code) => Reason == reason || (Code == code && !StatusReason.IsKnown(Reason));
}
