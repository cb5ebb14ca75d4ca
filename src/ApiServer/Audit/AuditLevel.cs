namespace Kybernet.ApiServer.Audit;

/// <summary>How much is written of a request, from nothing to everything.</summary>
internal enum AuditLevel
{
    None,

    /// <summary>Who, what, when; no bodies.</summary>
    Metadata,

    /// <summary>With what was sent.</summary>
    Request,

    /// <summary>With what was sent and what was answered.</summary>
    RequestResponse,
}
