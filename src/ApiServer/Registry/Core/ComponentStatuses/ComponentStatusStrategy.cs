using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Registry.Core.ComponentStatuses;

/// <summary>ComponentStatuses are computed when read and never written: there are no rules.</summary>
public sealed class ComponentStatusStrategy : Strategy<ComponentStatus>;
