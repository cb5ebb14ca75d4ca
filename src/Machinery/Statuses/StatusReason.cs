namespace Kybernet.Machinery.Statuses;

/// <summary>Why a request failed, as the <c>reason</c> of a Status names it. Upstream: <c>apis/meta/v1/types.go</c>.</summary>
/// <remarks>Reasons are open: another server may send one that is not here.</remarks>
public static class StatusReason
{
    /// <summary>The server gives no reason; the code says what there is to say.</summary>
    public const string Unknown = "";

    /// <summary>401: the client must identify itself.</summary>
    public const string Unauthorized = "Unauthorized";

    /// <summary>403: the client is known and may not.</summary>
    public const string Forbidden = "Forbidden";

    /// <summary>404: the object, or the resource itself, does not exist.</summary>
    public const string NotFound = "NotFound";

    /// <summary>409: an object of that name exists.</summary>
    public const string AlreadyExists = "AlreadyExists";

    /// <summary>409: the object is not as the request supposes it to be.</summary>
    public const string Conflict = "Conflict";

    /// <summary>410: what is asked for is no longer there, and will not be.</summary>
    public const string Gone = "Gone";

    /// <summary>422: the object breaks a rule of its kind; the causes name the fields.</summary>
    public const string Invalid = "Invalid";

    /// <summary>500: the server could not do it now; try again.</summary>
    public const string ServerTimeout = "ServerTimeout";

    /// <summary>500: a stored object cannot be decrypted or decoded.</summary>
    public const string StoreReadError = "StorageReadError";

    /// <summary>504: no answer in time; it may still happen.</summary>
    public const string Timeout = "Timeout";

    /// <summary>429: too many requests; try again after a while.</summary>
    public const string TooManyRequests = "TooManyRequests";

    /// <summary>400: the request makes no sense, whatever the state of the cluster.</summary>
    public const string BadRequest = "BadRequest";

    /// <summary>405: the resource has no such verb.</summary>
    public const string MethodNotAllowed = "MethodNotAllowed";

    /// <summary>406: the server cannot answer in any of the formats the client accepts.</summary>
    public const string NotAcceptable = "NotAcceptable";

    /// <summary>413: the body is too large.</summary>
    public const string RequestEntityTooLarge = "RequestEntityTooLarge";

    /// <summary>415: the body is in a format the server does not read.</summary>
    public const string UnsupportedMediaType = "UnsupportedMediaType";

    /// <summary>500: something is broken in the server.</summary>
    public const string InternalError = "InternalError";

    /// <summary>410: the content of that resource version, or the continue token, is too old.</summary>
    public const string Expired = "Expired";

    /// <summary>503: the server cannot take requests now.</summary>
    public const string ServiceUnavailable = "ServiceUnavailable";

    /// <summary>The HTTP status code that goes with the reason; 0 for <see cref="Unknown"/> and for reasons that are not here.</summary>
    public static int ToCode(string reason) => reason switch
    {
        BadRequest => 400,
        Unauthorized => 401,
        Forbidden => 403,
        NotFound => 404,
        MethodNotAllowed => 405,
        NotAcceptable => 406,
        AlreadyExists or Conflict => 409,
        Gone or Expired => 410,
        RequestEntityTooLarge => 413,
        UnsupportedMediaType => 415,
        Invalid => 422,
        TooManyRequests => 429,
        InternalError or ServerTimeout or StoreReadError => 500,
        ServiceUnavailable => 503,
        Timeout => 504,
        _ => 0,
    };

    /// <summary>True for every reason here but <see cref="Unknown"/>.</summary>
    public static bool IsKnown(string reason) => ToCode(reason) != 0;
}
