using Kybernet.Bench.Load.Api;
using Kybernet.Bench.Load.Flow;

namespace Kybernet.Bench.Load.Cost;

/// <summary>A server with all that protects it, or with nothing of it.</summary>
internal sealed class CostServer : IDisposable
{
    /// <summary>Where the pods that are read are.</summary>
    public const string Space = "load";

    /// <summary>Where pods are created.</summary>
    public const string Filled = "filled";

    private const string Policy = """
        {apiVersion: audit.k8s.io/v1, kind: Policy, omitStages: [RequestReceived],
         rules: [{level: Request, verbs: [create, update, patch, delete]}, {level: Metadata}]}
        """;

    private const string Encryption = """
        {apiVersion: apiserver.config.k8s.io/v1, kind: EncryptionConfiguration, resources: [{resources: [secrets],
         providers: [{aesgcm: {keys: [{name: k1, secret: MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=}]}}, {identity: {}}]}]}
        """;

    private const string NoPlugins = "NamespaceLifecycle,LimitRanger,ServiceAccount,NodeRestriction,TaintNodesByCondition,PodSecurity,Priority,"
        + "DefaultTolerationSeconds,DefaultStorageClass,StorageObjectInUseProtection,PersistentVolumeClaimResize,RuntimeClass,CertificateApproval,"
        + "CertificateSigning,CertificateSubjectRestriction,DefaultIngressClass,ResourceQuota";

    private readonly DirectoryInfo _directory;

    private CostServer(DirectoryInfo directory, ChildProcess process, KubeAccess access) =>
        (_directory, Process, Access) = (directory, process, access);

    public ChildProcess Process { get; }

    public KubeAccess Access { get; }

    public static async Task<CostServer> StartAsync(CostOptions options, bool isHardened, CancellationToken cancel)
    {
        var directory = Directory.CreateTempSubdirectory("kybernet-bench-cost-");
        string Of(string name) => Path.Combine(directory.FullName, name);
        await File.WriteAllTextAsync(Of("policy.yaml"), Policy, cancel);
        await File.WriteAllTextAsync(Of("encryption.yaml"), Encryption, cancel);
        string[] common = ["server", "--data-dir", directory.FullName, "--secure-port", "0", "--store", options.Store, "--disable", "scheduler,controllers"];
        string[] own = isHardened
            ? ["--audit-policy-file", Of("policy.yaml"), "--audit-log-path", Of("audit.log"), "--encryption-provider-config", Of("encryption.yaml"),
                .. options.Flags]
            : ["--authorization-mode", "AlwaysAllow", "--enable-priority-and-fairness=false", "--disable-admission-plugins", NoPlugins];
        var process = await ChildProcess.StartAsync(options.Server, [.. common, .. own], "ready at", cancel);
        var kubeconfig = Of("admin.kubeconfig");
        var admin = KubeAccess.Read(kubeconfig);
        using var connection = new LoadConnection(admin);
        foreach (var space in (string[])[Space, Filled])
        {
            connection.Call(PodRequests.CreateNamespace(space), 201);
            connection.Call(PodRequests.CreateServiceAccount(space), 201);
        }

        connection.Call(TenantRequests.LetServiceAccountsIn(), 201);
        return new(directory, process, options.IsAdmin ? admin : KubeAccess.Read(kubeconfig, TenantRequests.Account(Space), TenantRequests.Group));
    }

    public void Dispose()
    {
        Process.Dispose();
        _directory.Delete(recursive: true);
    }
}
