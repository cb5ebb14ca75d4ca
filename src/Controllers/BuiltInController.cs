using Kybernet.Controllers.Runtime;

namespace Kybernet.Controllers;

/// <summary>A controller by its name.</summary>
/// <param name="Name">Upstream's.</param>
/// <param name="Alias">The name it had in older releases; empty when it had none. Accepted where controllers are named.</param>
/// <param name="Create">Makes it; null when the cluster's options give it nothing to do.</param>
public sealed record BuiltInController(string Name, string Alias, Func<ControllerContext, IControllerLoop?> Create);
