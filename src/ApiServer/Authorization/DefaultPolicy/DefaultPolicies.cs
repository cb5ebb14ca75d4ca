using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Authorization.DefaultPolicy;

/// <summary>The roles and bindings every cluster has. Upstream: <c>plugin/pkg/auth/authorizer/rbac/bootstrappolicy</c>.</summary>
internal static class DefaultPolicies
{
    /// <summary>The annotation that, when <c>false</c>, keeps an object from being brought up to date at each start.</summary>
    public const string AutoUpdate = "rbac.authorization.kubernetes.io/autoupdate";

    // Roles before who they are bound to, the cluster's before those of namespaces.
    private static readonly string[] s_files = ["cluster-roles", "controller-roles", "cluster-bindings", "namespace-roles", "namespace-bindings"];

    /// <summary>All of them, in the order they are written.</summary>
    public static IReadOnlyList<IObject> All { get; } = [.. s_files.SelectMany(Read)];

    private static List<IObject> Read(string file)
    {
        var name = $"{typeof(DefaultPolicies).Namespace}.{file}.policy";
        using var stream = typeof(DefaultPolicies).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly");
        using var text = new StreamReader(stream);
        return [.. PolicyText.Read(text)];
    }
}
