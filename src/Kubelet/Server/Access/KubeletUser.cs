using Kybernet.Machinery.Collections;

namespace Kybernet.Kubelet.Server.Access;

/// <summary>Who a request is from.</summary>
internal sealed record KubeletUser(string Name, string Uid, ListOf<string> Groups, MapOf<ListOf<string>> Extra)
{
    public const string Authenticated = "system:authenticated";

    public static KubeletUser Anonymous { get; } = new("system:anonymous", "", ["system:unauthenticated"], []);
}
