using Kybernet.Client.Kubeconfigs;
using Kybernet.Client.Transport.Https;

namespace Kybernet.Client.Tests.Kubeconfigs;

public sealed class KubeconfigTests : IDisposable
{
    private const string First = """
        apiVersion: v1
        kind: Config
        current-context: dev
        clusters:
        - name: c
          cluster: {server: "https://one:6443", tls-server-name: other, insecure-skip-tls-verify: true, proxy-url: "http://proxy:3128"}
        contexts:
        - name: dev
          context: {cluster: c, user: u, namespace: team}
        users:
        - name: u
          user: {tokenFile: token, as: somebody, as-groups: [a, b]}
        """;

    private const string Second = """
        current-context: prod
        clusters:
        - name: c
          cluster: {server: "https://two"}
        - name: d
          cluster: {server: "https://three"}
        contexts:
        - name: prod
          context: {cluster: d, user: v}
        - name: script
          context: {cluster: d, user: w}
        users:
        - name: v
          user:
            exec: {command: ./make-token, apiVersion: client.authentication.k8s.io/v1}
        - name: w
          user:
            exec: {command: sh, apiVersion: client.authentication.k8s.io/v1, args: [FOLDER/make-token, x], env: [{name: NAME, value: V}]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("kybernet").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Load_Several_TheFirstToSayCounts()
    {
        var config = await LoadAsync();

        Assert.Equal("dev", config.CurrentContext);
        Assert.Equal(["c", "d"], config.Clusters.Keys.Order());
        Assert.Equal("https://one:6443", config.Clusters["c"].Server);
        Assert.Equal(Path.Combine(_folder, "make-token"), config.Users["v"].Exec!.Command);
    }

    [Fact]
    public async Task Connection_OfTheCurrentContext_HasItsSettings()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "token"), "secret\n", Cancel);
        var connection = Connections.Of(await LoadAsync(), "", TimeProvider.System);

        Assert.Equal(("https://one:6443/", "other", true), (connection.Server.ToString(), connection.TlsServerName, connection.SkipsVerification));
        Assert.Equal(("team", "http://proxy:3128/"), (connection.Namespace, connection.Proxy!.ToString()));
        Assert.Equal(["a", "b"], connection.Impersonate!.Groups);
        Assert.Equal("Bearer secret", (await connection.Credentials.GetAsync(Cancel)).Authorization);
    }

    [Fact]
    public async Task Credentials_OfAProgram_AreKeptUntilTheyExpire()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var script = Path.Combine(_folder, "make-token");
        await File.WriteAllTextAsync(script, """
            echo run >> "$(dirname "$0")/runs"
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential",'
            echo '"status":{"token":"'$NAME$1'","expirationTimestamp":"2026-01-01T01:00:00Z"}}'
            """, Cancel);
        var credentials = Connections.Of(await LoadAsync(), "script", clock).Credentials;

        Assert.Equal("Bearer Vx", (await credentials.GetAsync(Cancel)).Authorization);
        await credentials.GetAsync(Cancel);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(_folder, "runs"), Cancel));
        clock.Advance(TimeSpan.FromHours(2));
        await credentials.GetAsync(Cancel);

        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(_folder, "runs"), Cancel)).Length);
    }

    [Theory]
    [InlineData("other", "context \"other\" does not exist")]
    [InlineData("", "no configuration has been provided, try setting KUBECONFIG or a current-context in the kubeconfig")]
    public void Connection_OfNothing_SaysSo(string context, string message)
    {
        var wrong = Assert.Throws<FormatException>(() => Connections.Of(Kubeconfig.Empty, context, TimeProvider.System));

        Assert.Equal(message, wrong.Message);
    }

    [Theory]
    [InlineData("/x", "/a:/b", "/x")]
    [InlineData("", "/a:/b:/a", "/a,/b")]
    [InlineData("", "", "/users/me/.kube/config")]
    public void Paths_AreClientcmds(string given, string variable, string expected) =>
        Assert.Equal(expected.Split(','), KubeconfigFiles.Paths(given, variable, "/users/me"));

    [Fact]
    public async Task TokenFile_Renewed_IsReadAgainWithinAMinute()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var path = Path.Combine(_folder, "token");
        await File.WriteAllTextAsync(path, "one", Cancel);
        var file = new TokenFile(path, null, clock);
        await file.GetAsync(Cancel);
        await File.WriteAllTextAsync(path, "two", Cancel);

        Assert.Equal("Bearer one", (await file.GetAsync(Cancel)).Authorization);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("Bearer two", (await file.GetAsync(Cancel)).Authorization);
    }

    private async Task<Kubeconfig> LoadAsync()
    {
        var (first, second) = (Path.Combine(_folder, "first"), Path.Combine(_folder, "second"));
        await File.WriteAllTextAsync(first, First, Cancel);
        await File.WriteAllTextAsync(second, Second.Replace("FOLDER", _folder, StringComparison.Ordinal), Cancel);
        return await KubeconfigFiles.LoadAsync([first, Path.Combine(_folder, "missing"), second], isRequired: false, Cancel);
    }
}
