using Kybernet.Api.Certificates.V1;
using Kybernet.Api.Core.V1;

namespace Kybernet.Controllers.Certificates;

/// <summary>Where a request is on its way.</summary>
internal static class RequestStates
{
    extension(CertificateSigningRequest request)
    {
        public bool IsIssued => !request.Status.Certificate.IsEmpty;

        /// <summary>Approved, and denied by nobody.</summary>
        public bool IsApproved => request.Has(RequestConditionType.Approved) && !request.Has(RequestConditionType.Denied);

        public bool HasFailed => request.Status.Conditions.Any(
            static condition => condition.Type == RequestConditionType.Failed && condition.Status is "" or ConditionStatus.True);

        public bool Has(string type) => request.Status.Conditions.Any(condition => condition.Type == type);
    }
}
