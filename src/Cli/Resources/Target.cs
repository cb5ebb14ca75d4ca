using Kybernet.Client.Discovery;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Resources;

/// <summary>One object a command is about.</summary>
/// <param name="Resource">What kind.</param>
/// <param name="Namespace">Empty for cluster-scoped ones.</param>
/// <param name="Name">Empty for one whose name the server makes.</param>
/// <param name="Object">The object, as far as it is known; null when it has not been read.</param>
/// <param name="Source">The file it came from; empty for none.</param>
internal sealed record Target(ApiResourceInfo Resource, string Namespace, string Name, JsonValue Object, string Source = "")
{
    /// <summary><c>deployment.apps</c>: how messages call the kind.</summary>
    public string KindName => KindOf(Resource);

    /// <summary><c>deployment.apps/web</c>.</summary>
    public string DisplayName => $"{KindName}/{Name}";

    public static string KindOf(ApiResourceInfo resource) =>
        resource.Kind.Group.Length == 0 ? resource.Kind.Kind.ToLowerInvariant() : $"{resource.Kind.Kind}.{resource.Kind.Group}".ToLowerInvariant();
}
