using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.OpenApi.Definitions;

/// <summary>What a document is about.</summary>
/// <param name="Version">The server's version: <c>v1.36.0</c>.</param>
/// <param name="GroupVersions">
/// The group-versions whose names kinds that belong to no group (DeleteOptions, WatchEvent) are listed under: all that are
/// served in a v2 document, the core one and the document's own in v3.
/// </param>
internal sealed record DocumentScope(OpenApiDialect Dialect, string Version, IReadOnlyList<GroupVersion> GroupVersions);
