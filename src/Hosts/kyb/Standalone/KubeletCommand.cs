using System.CommandLine;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Pki;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Hosts.Kyb.Server;
using Kybernet.Kubelet;
using Kybernet.Kubelet.Server;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Standalone;

/// <summary><c>kyb kubelet</c>: the node agent alone, on a container runtime somebody else looks after. Upstream: <c>kubelet</c>.</summary>
internal static class KubeletCommand
{
    private static readonly TimeSpan s_certificateLife = TimeSpan.FromDays(365);

    public static Command Create(VersionFacts version, TimeProvider time)
    {
        var flags = new KubeletFlags();
        var connection = new ConnectionFlags();
        var command = new Command("kubelet", "Run the node agent. Needs root.");
        flags.AddTo(command);
        connection.AddTo(command);
        command.SetAction((parsed, cancel) => connection.RunAsync(parsed, time, async connected =>
        {
            using var loggers = LoggerFactory.Create(static logging => logging.AddProvider(new StandardErrorLog()).SetMinimumLevel(LogLevel.Warning));
            var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
            var options = flags.Options(parsed, version) with { Seed = seed };
            if (options.Validate() is { } wrong) throw new ArgumentException(wrong);
            var client = connected.Client("kubelet");
            await using var informers = new SharedInformers(connected.Transport, connected.Names, time, seed, loggers);
            await using var events = new EventRecorders(client, time, seed, loggers);
            var recorder = events.Of(new EventSourceName("kubelet", options.NodeName));
            await using var kubelet = await KubeletService.StartAsync(options, client, informers, recorder, time, loggers, cancel);
            var serving = SslStreamCertificateContext.Create(Certificate(flags, parsed, options, time), [], offline: true);
            var server = new KubeletServerOptions
            {
                NodeName = options.NodeName,
                Listen = new(IPAddress.Any, options.Port),
                ServingCertificate = () => serving,
                ClientAuthorities = Authorities(flags.AuthorityFile(parsed)),
            };
            await using var served = await KubeletServing.StartAsync(kubelet, server, client, time, loggers, cancel);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"kyb kubelet: node {options.NodeName} runs");
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancel);
        }, cancel));
        return command;
    }

    /// <summary>Without a file one that signs itself, as upstream makes it: API servers that verify kubelets refuse it.</summary>
    private static X509Certificate2 Certificate(KubeletFlags flags, ParseResult parsed, KubeletOptions options, TimeProvider time)
    {
        if (flags.CertificateFile(parsed) is { Length: > 0 } file) return X509Certificate2.CreateFromPemFile(file, flags.KeyFile(parsed));
        var authority = CertificateAuthority.Create(options.NodeName + "-ca", s_certificateLife, time);
        return authority.IssueServer(options.NodeName, [options.NodeName], options.NodeIP is { } address ? [address] : [], s_certificateLife).ToX509();
    }

    private static X509Certificate2Collection Authorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        if (file.Length > 0) authorities.ImportFromPemFile(file);
        return authorities;
    }
}
