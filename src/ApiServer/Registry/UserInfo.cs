using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Registry;

/// <summary>Who makes a request, as authentication found.</summary>
public sealed record UserInfo
{
    public const string SystemMasters = "system:masters";
    public const string SystemAuthenticated = "system:authenticated";
    public const string SystemUnauthenticated = "system:unauthenticated";

    public static UserInfo Anonymous { get; } = new() { Name = "system:anonymous", Groups = [SystemUnauthenticated] };

    public required string Name { get; init; }

    public string Uid { get; init; } = "";

    public ListOf<string> Groups { get; init; }

    /// <summary>What the authenticator knows beside: the node a token is bound to, the scopes of a token.</summary>
    public MapOf<ListOf<string>> Extra { get; init; }
}
