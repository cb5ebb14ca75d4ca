using System.Security.Cryptography;
using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Authorization.DefaultPolicy;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Tests.Authorization;

/// <summary>The default roles against upstream's own data: <c>bootstrappolicy/testdata</c>.</summary>
public sealed class DefaultPolicyTests(AccessCluster cluster) : IClassFixture<AccessCluster>
{
    [Fact]
    public void All_Objects_AreUpstreams()
    {
        var expected = Lines("default-policy.digests").Order(StringComparer.Ordinal);
        var actual = DefaultPolicies.All.Select(static value =>
            $"{value.Gvk.Kind} {value.Metadata.Namespace}/{value.Metadata.Name} {Digest(value)}").Order(StringComparer.Ordinal);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Start_OfANewCluster_WritesThemAll()
    {
        foreach (var value in DefaultPolicies.All)
        {
            var resource = cluster.Registry.FindKind(value.Gvk);
            Assert.NotNull(resource.Cache.Snapshot.Objects.Find(resource.KeyOf(value.Metadata.Namespace, value.Metadata.Name)));
        }
    }

    [Fact]
    public async Task Authorize_EveryCase_IsDecidedAsUpstreamsDataSays()
    {
        await WriteTeamAsync();
        var authorizer = new AuthorizerChain([new PrivilegedGroup(), cluster.Rbac]);
        var wrong = new List<string>();
        var cases = Lines("default-policy.cases");
        foreach (var line in cases)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var user = new UserInfo { Name = words[1], Groups = words[2].Split(',').ToListOf() };
            var decision = await authorizer.AuthorizeAsync(user, RequestOf(words[3], words[4]), TestContext.Current.CancellationToken);
            if (decision.IsAllowed != (words[0] == "yes")) wrong.Add($"{line}: {decision}");
        }

        Assert.Empty(wrong);
        Assert.True(cases.Count >= 300);
    }

    private async Task WriteTeamAsync()
    {
        Assert.Null(await cluster.CreateAsync(new Namespace { Metadata = new() { Name = "team" } }));
        Assert.Null(await cluster.CreateAsync(new Role
        {
            Metadata = new() { Name = "one-config", Namespace = "team" },
            Rules =
            [
                new() { Verbs = ["get", "update"], ApiGroups = [""], Resources = ["configmaps"], ResourceNames = ["a", "b"] },
                new() { Verbs = ["*"], ApiGroups = ["apps"], Resources = ["*/scale"] },
            ],
        }));
        await BindAsync("viewers", "ClusterRole", "system:aggregate-to-view", Of("User", "bob"), Of("Group", "watchers"));
        await BindAsync("editors", "ClusterRole", "system:aggregate-to-edit", Of("ServiceAccount", "builder"));
        await BindAsync("admins", "ClusterRole", "system:aggregate-to-admin", Of("User", "carol"));
        await BindAsync("configs", "Role", "one-config", Of("User", "dave"));
    }

    private async Task BindAsync(string name, string kind, string role, params Subject[] subjects) => Assert.Null(await cluster.CreateAsync(new RoleBinding
    {
        Metadata = new() { Name = name, Namespace = "team" },
        RoleRef = new() { Kind = kind, Name = role },
        Subjects = [.. subjects],
    }));

    private static Subject Of(string kind, string name) => new() { Kind = kind, Name = name };

    private static RequestInfo RequestOf(string verb, string target)
    {
        if (target[0] == '/') return new() { Path = target, Verb = verb };
        var parts = target.Split('|');
        var resource = parts[1].Split('/');
        return new()
        {
            Path = "",
            Verb = verb,
            IsResourceRequest = true,
            ApiGroup = parts[0],
            Resource = resource[0],
            Subresource = resource.Length > 1 ? resource[1] : "",
            Namespace = parts[2],
            Name = parts[3],
        };
    }

    private static string Digest(IObject value)
    {
        List<string> lines =
        [
            value.Gvk.Kind, value.Metadata.Namespace, value.Metadata.Name, Text(value.Metadata.Labels), Text(value.Metadata.Annotations),
            .. value switch
            {
                ClusterRole role =>
                    [.. (role.AggregationRule?.ClusterRoleSelectors ?? default).Select(one => Text(one.MatchLabels)), .. role.Rules.Select(Text)],
                Role role => role.Rules.Select(Text),
                ClusterRoleBinding binding => [Text(binding.RoleRef), .. binding.Subjects.Select(Text)],
                RoleBinding binding => [Text(binding.RoleRef), .. binding.Subjects.Select(Text)],
                _ => (IEnumerable<string>)[],
            },
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..16];
    }

    private static string Text(MapOf<string> map) =>
        string.Join(',', map.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}={pair.Value}"));

    private static string Text(RoleRef role) => $"{role.ApiGroup}/{role.Kind}/{role.Name}";

    private static string Text(Subject subject) => $"{subject.ApiGroup}/{subject.Kind}/{subject.Namespace}/{subject.Name}";

    private static string Text(PolicyRule rule)
    {
        ListOf<string>[] parts = [rule.Verbs, rule.ApiGroups, rule.Resources, rule.ResourceNames, rule.NonResourceURLs];
        return string.Join(';', parts.Select(static part => string.Join(',', part)));
    }

    private static List<string> Lines(string file)
    {
        using var stream = typeof(DefaultPolicyTests).Assembly.GetManifestResourceStream(file)!;
        using var text = new StreamReader(stream);
        return [.. text.ReadToEnd().Split('\n').Where(static line => line.Length > 0 && line[0] != '#')];
    }
}
