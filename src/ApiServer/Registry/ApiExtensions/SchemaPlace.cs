namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Where in a definition's schema the rules are.</summary>
/// <param name="Tolerance">What an update may leave as it is.</param>
/// <param name="InsideMetadata">Inside <c>metadata</c>, <c>kind</c> or <c>apiVersion</c> of the resource or an embedded one.</param>
/// <param name="NoDefaults">Why defaults are forbidden; null when they are not.</param>
internal sealed record SchemaPlace(DefinitionTolerance Tolerance, bool InsideMetadata = false, string? NoDefaults = null);
