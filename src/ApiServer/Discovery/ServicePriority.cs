namespace Kybernet.ApiServer.Discovery;

/// <summary>Where a group-version stands in discovery: the higher, the earlier. The fields of an APIService.</summary>
/// <param name="Group"><c>groupPriorityMinimum</c>: the highest of a group's versions counts.</param>
/// <param name="Version"><c>versionPriority</c>: among the versions of one group.</param>
public readonly record struct ServicePriority(int Group, int Version);
