namespace Kybernet.ApiServer.Encryption;

/// <summary><c>identity</c>: values as they are.</summary>
internal sealed class IdentityTransformer : IValueTransformer
{
    public ReadOnlyMemory<byte> Prefix => default;

    public byte[] Hide(ReadOnlySpan<byte> value, ReadOnlySpan<byte> place) => value.ToArray();

    public byte[] Show(ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> place) => hidden.ToArray();
}
