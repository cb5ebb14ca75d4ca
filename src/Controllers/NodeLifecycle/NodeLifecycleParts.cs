using Kybernet.Api.Coordination.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>What the loops of the node lifecycle controller share.</summary>
internal sealed record NodeLifecycleParts(
    IClient Client,
    ILister<Node> Nodes,
    ILister<Lease> Leases,
    NodeWriter Writer,
    PodReadiness Readiness,
    ZoneTaints Taints,
    IEventRecorder Events,
    TimeProvider Time,
    ControllersOptions Options,
    ILogger Log);
