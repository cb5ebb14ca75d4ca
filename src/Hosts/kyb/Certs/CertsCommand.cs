using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Pki;
using Kybernet.Client.Kubeconfigs;
using Kybernet.Hosts.Kyb.Server;

namespace Kybernet.Hosts.Kyb.Certs;

/// <summary><c>kyb certs list|renew</c>: the certificates of a data directory, whether or not its server runs. Upstream: <c>kubeadm certs</c>.</summary>
internal static class CertsCommand
{
    public static Command Create(TimeProvider time)
    {
        var dataDir = new Option<DirectoryInfo>("--data-dir") { Description = "The server's data directory.", Required = true, Recursive = true };
        var list = new Command("list", "When the certificates expire.");
        list.SetAction((parsed, _) => RunAsync(parsed, dataDir, (folder, output) => List(folder, output, time)));
        var names = new Argument<string[]>("name") { Description = "Which ones; without a name all.", Arity = ArgumentArity.ZeroOrMore };
        var renew = new Command("renew", "Renew certificates now. A running server takes them within a minute.") { names };
        renew.SetAction((parsed, _) => RunAsync(parsed, dataDir, (folder, output) => Renew(folder, parsed.GetValue(names)!, output, time)));
        return new("certs", "The certificates of a cluster.") { dataDir, list, renew };
    }

    private static async Task<int> RunAsync(ParseResult parsed, Option<DirectoryInfo> dataDir, Action<string, TextWriter> act)
    {
        var streams = parsed.InvocationConfiguration;
        try
        {
            act(parsed.GetValue(dataDir)!.FullName, streams.Output);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or FormatException)
        {
            await streams.Error.WriteLineAsync($"error: {e.Message}");
            return 1;
        }
    }

    private static void List(string folder, TextWriter output, TimeProvider time)
    {
        string[] head = ["NAME", "CN", "EXPIRES", "RESIDUAL"];
        List<string[]> rows = [head];
        foreach (var name in Names(folder))
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Pki(folder), name + ".crt"));
            var expires = new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero);
            rows.Add([
                name, certificate.GetNameInfo(X509NameType.SimpleName, false),
                expires.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), Residual(expires - time.GetUtcNow())]);
        }

        var widths = head.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows) output.WriteLine(string.Join("   ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static void Renew(string folder, string[] wanted, TextWriter output, TimeProvider time)
    {
        var known = Names(folder).Where(static name => !name.EndsWith("ca", StringComparison.Ordinal)).ToList();
        foreach (var name in wanted)
            if (!known.Contains(name)) throw new IOException($"there is no certificate {name} that can be renewed; there are {string.Join(", ", known)}");
        foreach (var name in wanted.Length > 0 ? wanted : [.. known])
        {
            var files = new CertificateFiles(Pki(folder), name);
            var authority = KeptAuthority.Open(Pki(folder), ClusterPki.AuthorityOf(name), "", time).Authority;
            using var old = X509CertificateLoader.LoadCertificateFromFile(files.CertificatePath);
            if (!authority.HasIssued(old)) throw new IOException($"{files.CertificatePath} was not signed by this cluster's authority");
            var issued = authority.Issue(CertificateProfile.Of(name, old), RenewalOptions.Default.Life);
            files.Write(issued);
            if (name == "admin") RewriteKubeconfig(Path.Combine(folder, ServerHost.KubeconfigName), files.Directory, issued);
            output.WriteLine($"{name} renewed");
        }
    }

    /// <summary>The server's address stays what it was.</summary>
    private static void RewriteKubeconfig(string path, string pki, IssuedCertificate admin)
    {
        if (!File.Exists(path)) return;
        var old = KubeconfigReader.Read(File.ReadAllText(path), Path.GetDirectoryName(path)!);
        if (old.Clusters.Values.FirstOrDefault() is not { } cluster || !Uri.TryCreate(cluster.Server, UriKind.Absolute, out var server)) return;
        SecretFile.Write(path, KubeconfigText.For(server.Authority, File.ReadAllText(Path.Combine(pki, "ca.crt")), admin));
    }

    private static string Pki(string folder) => Path.Combine(folder, "pki");

    private static List<string> Names(string folder) => Directory.Exists(Pki(folder))
        ? [.. Directory.EnumerateFiles(Pki(folder), "*.crt").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)]
        : throw new IOException($"{Pki(folder)} is not there: is {folder} the data directory of a server?");

    /// <summary>As kubeadm says it: the largest unit alone.</summary>
    private static string Residual(TimeSpan left) => left switch
    {
        { Ticks: <= 0 } => "expired",
        { TotalDays: >= 365 * 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)(left.TotalDays / 365)}y"),
        { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalDays}d"),
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalHours}h"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalMinutes}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalSeconds}s"),
    };
}
