using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Hosts.Kyb.Joining;

/// <summary>What a machine joins with: <c>ID.SECRET</c>, kept as a secret of <c>kube-system</c>.</summary>
/// <remarks>Upstream: cluster-bootstrap/token/api and kubeadm's tokens.</remarks>
/// <param name="Id">Six letters or digits; no secret.</param>
/// <param name="Secret">Sixteen letters or digits.</param>
internal readonly record struct BootstrapToken(string Id, string Secret)
{
    public const string Type = "bootstrap.kubernetes.io/token";
    public const string NamePrefix = "bootstrap-token-";

    /// <summary>What kubeadm's tokens give.</summary>
    public const string Group = "system:bootstrappers:kubeadm:default-node-token";

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int IdLength = 6;
    private const int SecretLength = 16;

    private static readonly SearchValues<char> s_alphabet = SearchValues.Create(Alphabet);

    public static BootstrapToken Create() => new(RandomNumberGenerator.GetString(Alphabet, IdLength), RandomNumberGenerator.GetString(Alphabet, SecretLength));

    public static bool TryParse(string text, out BootstrapToken token)
    {
        token = default;
        if (text.Length != IdLength + 1 + SecretLength || text[IdLength] != '.') return false;
        token = new(text[..IdLength], text[(IdLength + 1)..]);
        return IsOfAlphabet(token.Id) && IsOfAlphabet(token.Secret);
    }

    /// <summary>As the cluster keeps it.</summary>
    /// <param name="description">For people.</param>
    /// <param name="expiration">From when on it is refused; null for never.</param>
    public Secret ToSecret(string description, DateTimeOffset? expiration)
    {
        var data = MapOf.Of(
            ("token-id", Id), ("token-secret", Secret), ("usage-bootstrap-authentication", "true"), ("usage-bootstrap-signing", "true"),
            ("auth-extra-groups", Group), ("description", description));
        if (expiration is { } end) data = data.SetItem("expiration", end.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return new() { Metadata = new() { Namespace = "kube-system", Name = NamePrefix + Id }, Type = Type, StringData = data };
    }

    public override string ToString() => $"{Id}.{Secret}";

    private static bool IsOfAlphabet(string text) => !text.AsSpan().ContainsAnyExcept(s_alphabet);
}
