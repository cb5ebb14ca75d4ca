using System.Text;

namespace Kybernet.ApiServer.Encryption.Kms;

/// <summary>A key management service, as an <c>EncryptionConfiguration</c> names it.</summary>
/// <param name="Name">A part of the prefix of what it hides.</param>
/// <param name="SocketPath">Of a unix socket.</param>
/// <param name="Timeout">How long it may take to answer.</param>
internal sealed record KmsOptions(string Name, string SocketPath, TimeSpan Timeout)
{
    /// <summary>Upstream: <c>kmsTransformerPrefixV2</c>.</summary>
    public ReadOnlyMemory<byte> Prefix => Encoding.UTF8.GetBytes($"k8s:enc:kms:v2:{Name}:");
}
