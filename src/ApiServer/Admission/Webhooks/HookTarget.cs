using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Admission.Webhooks;

/// <summary>A webhook that is to be asked, and as which version of the resource it wants to see the object.</summary>
/// <param name="Hook">The webhook.</param>
/// <param name="Requested">The resource of the request.</param>
/// <param name="Shown">The resource the webhook's rule names: the same, or another version.</param>
internal sealed record HookTarget(AdmissionHook Hook, Resource Requested, Resource Shown) : ShownVersion(Requested, Shown);
