using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>What is remembered of a node's signs of life. Times are this process's, so that clocks of nodes may be wrong.</summary>
/// <param name="ProbedAt">When it last gave one.</param>
/// <param name="ReadyChangedAt">When its Ready condition was last seen to change.</param>
/// <param name="Ready">The condition as it was then; null when the node had none.</param>
/// <param name="RenewedAt">The renewal of its lease, by the node's clock; null when it has none.</param>
/// <remarks>Upstream: nodelifecycle, nodeHealthData.</remarks>
public sealed record NodeHealth(DateTimeOffset ProbedAt, DateTimeOffset ReadyChangedAt, NodeCondition? Ready, MicroTime? RenewedAt);
