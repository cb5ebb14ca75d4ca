using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Networking;

/// <summary>
/// No service takes another external address than it had. Off by default. Upstream: <c>plugin/pkg/admission/network/denyserviceexternalips</c>.
/// </summary>
internal sealed class DenyServiceExternalIPs() : AdmissionPlugin("DenyServiceExternalIPs", Resources.Services)
{
    protected override ApiError? Validate(AdmissionAttributes attributes, IObject? value, IObject? old)
    {
        if (attributes.Subresource.Length > 0 || value is not Service service) return null;
        foreach (var address in service.Spec.ExternalIPs)
        {
            if (old is not Service before || !before.Spec.ExternalIPs.Contains(address))
                return attributes.Forbidden("Use of external IPs is denied by admission control");
        }

        return null;
    }
}
