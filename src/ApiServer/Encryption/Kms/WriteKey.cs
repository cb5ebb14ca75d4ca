using System.Text;

namespace Kybernet.ApiServer.Encryption.Kms;

/// <summary>What values are hidden with now.</summary>
/// <param name="Key">The data key.</param>
/// <param name="KeyName">Of the service's key that hides it.</param>
/// <param name="Tail">What follows each value: the service's key and the hidden secret.</param>
/// <param name="Ends">Until when it writes, should the service not answer again.</param>
internal sealed record WriteKey(DataKey Key, string KeyName, byte[] Tail, DateTimeOffset Ends)
{
    public ReadOnlyMemory<byte> KeyId { get; } = Encoding.UTF8.GetBytes(KeyName);

    public string Fingerprint() => KmsEnvelope.Read(KmsEnvelope.Write(default, [0], Tail)).Fingerprint();
}
