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
        string[] head = ["NAME", "FOR", "EXPIRES", "RESIDUAL", "AUTHORITY"];
        List<string[]> rows = [head];
        var certificates = Names(folder).Select(name => (Name: name, Certificate: Load(folder, name))).ToList();
        foreach (var (name, certificate) in certificates)
        {
            var authority = certificates.Find(one => IsAuthority(one.Name) && one.Certificate.Subject == certificate.Issuer).Name;
            rows.Add([
                name, certificate.GetNameInfo(X509NameType.SimpleName, false), Text(Expiry(certificate)),
                Residual(Expiry(certificate) - time.GetUtcNow()), authority == name ? "-" : authority ?? $"another: {certificate.Issuer}"]);
        }

        var widths = head.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows) output.WriteLine(string.Join("   ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static void Renew(string folder, string[] wanted, TextWriter output, TimeProvider time)
    {
        var known = Names(folder).Where(static name => !IsAuthority(name)).ToList();
        foreach (var name in wanted)
            if (!known.Contains(name)) throw new IOException($"there is no certificate {name} that can be renewed; there are {string.Join(", ", known)}");
        foreach (var name in wanted.Length > 0 ? wanted : [.. known])
        {
            var files = new CertificateFiles(Pki(folder), name);
            var authority = KeptAuthority.Open(Pki(folder), ClusterPki.AuthorityOf(name), "", time).Authority;
            using var old = Load(folder, name);
            if (!authority.HasIssued(old)) throw new IOException($"{files.CertificatePath} was not signed by this cluster's authority");
            var issued = authority.Issue(CertificateProfile.Of(name, old), RenewalOptions.Default.Life);
            files.Write(issued);
            RewriteKubeconfig(Path.Combine(folder, name + ".kubeconfig"), files.Directory, issued);
            using var made = Load(folder, name);
            output.WriteLine($"{name} renewed, expires {Text(Expiry(made))} ({Residual(Expiry(made) - time.GetUtcNow())})");
        }
    }

    /// <summary>Of users that have one. The server's address stays what it was.</summary>
    private static void RewriteKubeconfig(string path, string pki, IssuedCertificate user)
    {
        if (!File.Exists(path)) return;
        var old = KubeconfigReader.Read(File.ReadAllText(path), Path.GetDirectoryName(path)!);
        if (old.Clusters.Values.FirstOrDefault() is not { } cluster || !Uri.TryCreate(cluster.Server, UriKind.Absolute, out var server)) return;
        SecretFile.Write(path, KubeconfigText.For(server.Authority, File.ReadAllText(Path.Combine(pki, "ca.crt")), user));
    }

    private static bool IsAuthority(string name) => name == "ca" || name.EndsWith("-ca", StringComparison.Ordinal);

    private static X509Certificate2 Load(string folder, string name) => X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Pki(folder), name + ".crt"));

    private static DateTimeOffset Expiry(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero);

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

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
