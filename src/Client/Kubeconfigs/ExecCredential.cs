using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Client.Transport.Https;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.Client.Kubeconfigs;

/// <summary>Asks a program for credentials; again when they have expired or the server refuses them.</summary>
/// <remarks>Upstream: client-go/plugin/pkg/client/auth/exec. The program is not given a terminal.</remarks>
public sealed class ExecCredential(KubeconfigExec exec, TimeProvider time) : ICredentialSource, IDisposable
{
    // One run at a time; guards the field below.
    private readonly SemaphoreSlim _gate = new(1);
    private (Credential Credential, DateTimeOffset? Expires)? _held;

    /// <exception cref="IOException">The program failed, or what it wrote is no credential.</exception>
    public async ValueTask<Credential> GetAsync(CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            if (_held is { } held && (held.Expires is null || held.Expires > time.GetUtcNow())) return held.Credential;
            var made = Read(await RunAsync(cancel));
            _held = made;
            return made.Credential;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Invalidate() => _held = null;

    public void Dispose() => _gate.Dispose();

    private async Task<byte[]> RunAsync(CancellationToken cancel)
    {
        var start = new ProcessStartInfo(exec.Command, exec.Arguments) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var (name, value) in exec.Environment) start.Environment[name] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] =
            $$$"""{"kind":"ExecCredential","apiVersion":"{{{exec.ApiVersion}}}","spec":{"interactive":false}}""";
        try
        {
            using var process = Process.Start(start) ?? throw new IOException($"exec: {exec.Command} could not be started");
            process.StandardInput.Close();
            using var output = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(output, cancel);
            await process.WaitForExitAsync(cancel);
            if (process.ExitCode != 0) throw new IOException($"exec: executable {exec.Command} failed with exit code {process.ExitCode}");
            return output.ToArray();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new IOException($"exec: {e.Message}{(exec.InstallHint.Length > 0 ? "\n\n" + exec.InstallHint : "")}", e);
        }
    }

    private (Credential Credential, DateTimeOffset? Expires) Read(byte[] output)
    {
        var reader = new JsonReader(output, DecodeOptions.Default);
        var value = JsonValueCodec.ReadJson(ref reader);
        if (reader.Fault is { } fault) throw new IOException($"exec: decoding stdout: {fault.Message}");
        if (value["apiVersion"].AsString() != exec.ApiVersion)
        {
            throw new IOException(
                $"exec plugin is configured to use API version {exec.ApiVersion}, plugin returned version {value["apiVersion"].AsString()}");
        }

        var status = value["status"];
        if (status.IsNull) throw new IOException("exec plugin didn't return a status field");
        var (token, certificate) = (status["token"].AsString() ?? "", status["clientCertificateData"].AsString() ?? "");
        if (token.Length == 0 && certificate.Length == 0) throw new IOException("exec plugin didn't return a token or cert/key pair");
        return (
            new(
                token.Length > 0 ? "Bearer " + token : "",
                certificate.Length > 0 ? X509Certificate2.CreateFromPem(certificate, status["clientKeyData"].AsString() ?? "") : null),
            status["expirationTimestamp"].AsString() is { } expires ? Time.Parse(expires).ToDateTimeOffset() : null);
    }
}
