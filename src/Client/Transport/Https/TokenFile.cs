using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Client.Transport.Https;

/// <summary>A token in a file that somebody renews: read again each minute, and when the server refuses it.</summary>
/// <remarks>Upstream: client-go/transport/token_source.go.</remarks>
public sealed class TokenFile(string path, X509Certificate2? certificate, TimeProvider time) : ICredentialSource
{
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(1);

    private Held? _held;

    public async ValueTask<Credential> GetAsync(CancellationToken cancel)
    {
        var held = Volatile.Read(ref _held);
        if (held is not null && time.GetElapsedTime(held.At) < s_period) return held.Credential;
        try
        {
            var token = (await File.ReadAllTextAsync(path, cancel)).Trim();
            if (token.Length == 0) throw new IOException($"read empty token from file \"{path}\"");
            held = new(new("Bearer " + token, certificate), time.GetTimestamp());
            Volatile.Write(ref _held, held);
            return held.Credential;
        }
        // As long as there is an older one: the file may be about to be written.
        catch (IOException) when (held is not null)
        {
            return held.Credential;
        }
    }

    public void Invalidate() => Volatile.Write(ref _held, null);

    private sealed record Held(Credential Credential, long At);
}
