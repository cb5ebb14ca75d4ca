using System.Collections.Immutable;
using System.Diagnostics;
using Kybernet.Store.Etcd;

namespace Kybernet.Store.Tests.Etcd;

/// <summary>A real etcd of one member or several, on loopback, in a directory of its own that goes when the cluster goes.</summary>
internal sealed class EtcdCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kyb-etcd-");
    private readonly TestCertificates? _certificates;
    private readonly int[] _clientPorts;
    private readonly int[] _peerPorts;
    private readonly Process?[] _members;

    private EtcdCluster(int members, bool tls)
    {
        if (tls) _certificates = new(_directory.FullName);
        var ports = LoopbackPorts.Free(members * 2);
        _clientPorts = ports[..members];
        _peerPorts = ports[members..];
        _members = new Process?[members];
    }

    /// <summary>Where the distribution's package puts etcd, or wherever PATH finds it; null when it is not installed.</summary>
    public static string? Executable { get; } = Find("etcd");

    public ImmutableArray<Uri> Endpoints => [.. _clientPorts.Select(ClientUrl)];

    public EtcdStoreOptions Options => new()
    {
        Endpoints = Endpoints,
        CaFile = _certificates?.CaFile,
        CertificateFile = _certificates?.ClientCertificateFile,
        KeyFile = _certificates?.ClientKeyFile,
    };

    public TestCertificates? Certificates => _certificates;

    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin")
        .Select(d => Path.Combine(d, program)).FirstOrDefault(File.Exists);

    /// <param name="members">How many.</param>
    /// <param name="tls">Whether clients speak TLS, with certificates on both sides.</param>
    /// <param name="cancel">Ends the wait for a healthy cluster.</param>
    /// <param name="snapshot">What a cluster of one is to start from.</param>
    public static async Task<EtcdCluster> StartAsync(int members, bool tls, CancellationToken cancel, string? snapshot = null)
    {
        if (Executable is null) Assert.Fail("etcd is not installed: apt-get install etcd-server");
        var cluster = new EtcdCluster(members, tls);
        try
        {
            if (snapshot is not null) await cluster.RestoreAsync(snapshot, cancel);
            for (var i = 0; i < members; i++) cluster.StartMember(i);
            await cluster.WaitUntilHealthyAsync(cancel);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public void StartMember(int index)
    {
        var name = $"m{index}";
        var start = new ProcessStartInfo(Executable!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in Arguments(index, name)) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var log = Path.Combine(_directory.FullName, name + ".log");
        process.ErrorDataReceived += (_, line) => Append(log, line.Data);
        process.OutputDataReceived += (_, line) => Append(log, line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _members[index] = process;
    }

    public async Task KillMemberAsync(int index, CancellationToken cancel)
    {
        if (_members[index] is not { } member) return;
        member.Kill();
        await member.WaitForExitAsync(cancel);
        member.Dispose();
        _members[index] = null;
    }

    /// <summary>The member that leads, by asking each: the leader is the one whose own id is the leader's.</summary>
    public async Task<int> LeaderAsync(CancellationToken cancel)
    {
        using var endpoints = new EtcdEndpoints(Options);
        foreach (var endpoint in endpoints.All)
        {
            if (_members[endpoint.Index] is null) continue;
            var status = await endpoint.Maintenance.StatusAsync(new(), cancellationToken: cancel).ResponseAsync;
            if (status.Leader == status.Header.MemberId) return endpoint.Index;
        }

        throw new InvalidOperationException("no member says it leads");
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < _members.Length; i++) await KillMemberAsync(i, CancellationToken.None);
        _directory.Delete(recursive: true);
    }

    private async Task RestoreAsync(string snapshot, CancellationToken cancel)
    {
        if (Find("etcdctl") is not { } etcdctl) throw new InvalidOperationException("etcdctl is not installed: apt-get install etcd-client");
        var start = new ProcessStartInfo(etcdctl, ["snapshot", "restore", snapshot, .. RestoreArguments()]) { RedirectStandardError = true };
        start.Environment["ETCDCTL_API"] = "3";
        using var restore = Process.Start(start)!;
        var log = await restore.StandardError.ReadToEndAsync(cancel);
        await restore.WaitForExitAsync(cancel);
        Assert.True(restore.ExitCode == 0, log);
    }

    private string[] RestoreArguments() =>
    [
        "--name", "m0", "--data-dir", Path.Combine(_directory.FullName, "m0"),
        "--initial-cluster", $"m0=http://127.0.0.1:{_peerPorts[0]}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{_peerPorts[0]}",
    ];

    private static void Append(string file, string? line)
    {
        if (line is null) return;
        lock (file)
        {
            try
            {
                File.AppendAllText(file, line + "\n");
            }
            catch (DirectoryNotFoundException)
            {
                // The last lines of a member that was stopped, after its directory went.
            }
        }
    }

    private string[] Arguments(int index, string name)
    {
        var peers = _peerPorts.Select((port, i) => $"m{i}=http://127.0.0.1:{port}");
        string[] arguments =
        [
            "--name", name, "--data-dir", Path.Combine(_directory.FullName, name), "--log-level", "warn", "--logger", "zap",
            "--listen-client-urls", ClientUrl(_clientPorts[index]).ToString().TrimEnd('/'),
            "--advertise-client-urls", ClientUrl(_clientPorts[index]).ToString().TrimEnd('/'),
            "--listen-peer-urls", $"http://127.0.0.1:{_peerPorts[index]}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{_peerPorts[index]}",
            "--initial-cluster", string.Join(',', peers), "--initial-cluster-state", "new", "--heartbeat-interval", "50", "--election-timeout", "500",
        ];
        if (_certificates is not { } tls) return arguments;
        return
        [
            .. arguments, "--cert-file", tls.ServerCertificateFile, "--key-file", tls.ServerKeyFile, "--trusted-ca-file", tls.CaFile, "--client-cert-auth",
        ];
    }

    private Uri ClientUrl(int port) => new($"{(_certificates is null ? "http" : "https")}://127.0.0.1:{port}");

    private async Task WaitUntilHealthyAsync(CancellationToken cancel)
    {
        // A linearizable read on each member by itself: then all have joined and know the leader.
        foreach (var endpoint in Endpoints)
        {
            await using var store = new EtcdStore(Options with { Endpoints = [endpoint] }, TimeProvider.System);
            var deadline = TimeProvider.System.GetTimestamp();
            while (true)
            {
                var read = await store.RangeAsync(new(KeyRange.All) { CountOnly = true }, cancel);
                if (read.IsOk) break;
                if (TimeProvider.System.GetElapsedTime(deadline) > TimeSpan.FromSeconds(60))
                    Assert.Fail($"etcd at {endpoint} did not become healthy: {read.Error}\n{Logs()}");
            }
        }
    }

    private string Logs() => string.Join("\n", _directory.GetFiles("*.log").Select(f => $"{f.Name}:\n{File.ReadAllText(f.FullName)}"));
}
