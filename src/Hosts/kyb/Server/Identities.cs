using Kybernet.Api;
using Kybernet.ApiServer;
using Kybernet.ApiServer.Registry;
using Kybernet.Client;
using Kybernet.Client.Discovery;
using Kybernet.Client.Transport;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>Who the components of one process are to its API server: each calls as a user of its own, and access rules hold for it.</summary>
internal sealed class Identities(ApiServerService apiServer)
{
    private const string AccountPrefix = "system:serviceaccount:";
    private const string SystemNamespace = "kube-system";

    public KindNames Names { get; } = new(ApiSchema.Create());

    public IApiDiscovery Discovery => apiServer.Discovery;

    public IApiTransport Transport(string user, params string[] groups) =>
        apiServer.Loopback(new() { Name = user, Groups = [.. groups, UserInfo.SystemAuthenticated] });

    /// <param name="user">The user's name.</param>
    /// <param name="manager">Whose fields the written ones are.</param>
    /// <param name="groups">The user's, but for <c>system:authenticated</c>.</param>
    public IClient Client(string user, string manager, params string[] groups) => new ApiClient(Transport(user, groups), Names, manager);

    public IClient Administrator => Client("system:admin", "kyb", UserInfo.SystemMasters);

    /// <summary>A client that is a service account of kube-system.</summary>
    public IClient Account(string name) =>
        Client($"{AccountPrefix}{SystemNamespace}:{name}", "kube-controller-manager", "system:serviceaccounts", $"system:serviceaccounts:{SystemNamespace}");
}
