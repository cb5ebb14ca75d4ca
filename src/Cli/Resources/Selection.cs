using Kybernet.Client.Discovery;

namespace Kybernet.Cli.Resources;

/// <summary>One object, or all of a kind.</summary>
/// <param name="Resource">What kind.</param>
/// <param name="Space">The namespace; empty for all, and of cluster-scoped kinds.</param>
/// <param name="Name">Empty for all.</param>
internal sealed record Selection(ApiResourceInfo Resource, string Space, string Name);
