using Kybernet.ApiServer.Audit;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.CustomResources;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Reviews;
using Kybernet.ApiServer.Subresources;

namespace Kybernet.ApiServer.Loopback;

/// <summary>The parts of the HTTP pipeline that calls of the same process go through as well.</summary>
/// <param name="Registry">The resources.</param>
/// <param name="Authorizer">Who may do what.</param>
/// <param name="Bodies">Reads what a patch made.</param>
/// <param name="Subresources">Those that are more than a door.</param>
/// <param name="Reviews">Resources that store nothing.</param>
/// <param name="Documents">What is served, as discovery and OpenAPI say it.</param>
/// <param name="Auditor">Writes what is done; null when nothing is audited.</param>
internal sealed record LoopbackParts(
    ResourceRegistry Registry, IAuthorizer Authorizer, BodyDecoder Bodies, SubresourceTable Subresources, IReadOnlyList<IReview> Reviews,
    ServedDocuments Documents, Auditor? Auditor);
